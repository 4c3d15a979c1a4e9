"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "../client";
import { allPages } from "../pages";
import { FALLBACK_POLL_MS } from "../polling";
import { queryKeys } from "../query-keys";
import type { FileUpdate, SampleFile } from "../schema";

/** All files of a sample: as many as it has proteins. */
export function useFiles(sampleId: string) {
  return useQuery({
    queryKey: queryKeys.files(sampleId),
    queryFn: ({ signal }) =>
      allPages((cursor) =>
        unwrap(
          api.GET("/api/samples/{sample_id}/files", {
            params: { path: { sample_id: sampleId }, query: { limit: 200, cursor } },
            signal,
          }),
        ),
      ),
    refetchInterval: ({ state }) =>
      state.data?.some((one) => one.status === "uploaded" || one.status === "inspecting")
        ? FALLBACK_POLL_MS
        : false,
  });
}

export function useUpdateFile(file: SampleFile) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: FileUpdate) =>
      unwrap(api.PATCH("/api/files/{file_id}", { params: { path: { file_id: file.id } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.files(file.sample_id) }),
  });
}

export function useDeleteFile(file: SampleFile) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.DELETE("/api/files/{file_id}", { params: { path: { file_id: file.id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.files(file.sample_id) }),
  });
}
