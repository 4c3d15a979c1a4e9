"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "../client";
import { allPages } from "../pages";
import { queryKeys } from "../query-keys";

/** The built-in databases and those of the project. */
export function useDatabases(projectId: string) {
  return useQuery({
    queryKey: queryKeys.databases(projectId),
    queryFn: ({ signal }) =>
      allPages((cursor) =>
        unwrap(
          api.GET("/api/projects/{project_id}/databases", {
            params: { path: { project_id: projectId }, query: { limit: 200, cursor } },
            signal,
          }),
        ),
      ),
  });
}

export function useDeleteDatabase(projectId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (databaseId: string) =>
      unwrap(api.DELETE("/api/databases/{database_id}", { params: { path: { database_id: databaseId } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.databases(projectId) }),
  });
}
