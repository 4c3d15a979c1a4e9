"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "../client";
import { allPages } from "../pages";
import { queryKeys } from "../query-keys";
import type { MemberAdd, ProjectUpdate, Role } from "../schema";

export function useProjects() {
  return useQuery({
    queryKey: queryKeys.projects(),
    queryFn: ({ signal }) =>
      allPages((cursor) =>
        unwrap(api.GET("/api/projects", { params: { query: { limit: 200, cursor } }, signal })),
      ),
  });
}

export function useProject(projectId: string) {
  return useQuery({
    queryKey: queryKeys.project(projectId),
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/projects/{project_id}", { params: { path: { project_id: projectId } }, signal })),
  });
}

export function useCreateProject() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => unwrap(api.POST("/api/projects", { body: { name } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.projects() }),
  });
}

export function useUpdateProject(projectId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ProjectUpdate) =>
      unwrap(api.PATCH("/api/projects/{project_id}", { params: { path: { project_id: projectId } }, body })),
    onSuccess: (project) => {
      queries.setQueryData(queryKeys.project(projectId), project);
      return queries.invalidateQueries({ queryKey: queryKeys.projects() });
    },
  });
}

export function useDeleteProject(projectId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      unwrap(api.DELETE("/api/projects/{project_id}", { params: { path: { project_id: projectId } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.projects() }),
  });
}

/** Who is in a project, in the order in which they came. */
export function useMembers(projectId: string) {
  return useQuery({
    queryKey: queryKeys.members(projectId),
    queryFn: ({ signal }) =>
      allPages((cursor) =>
        unwrap(
          api.GET("/api/projects/{project_id}/members", {
            params: { path: { project_id: projectId }, query: { limit: 200, cursor } },
            signal,
          }),
        ),
      ),
  });
}

export function useAddMember(projectId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: MemberAdd) =>
      unwrap(
        api.POST("/api/projects/{project_id}/members", { params: { path: { project_id: projectId } }, body }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.members(projectId) }),
  });
}

/** Gives a member another role. One's own role counts for the project as well. */
export function useUpdateMember(projectId: string, userId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (role: Role) =>
      unwrap(
        api.PATCH("/api/projects/{project_id}/members/{user_id}", {
          params: { path: { project_id: projectId, user_id: userId } },
          body: { role },
        }),
      ),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: queryKeys.members(projectId) }),
        queries.invalidateQueries({ queryKey: queryKeys.project(projectId) }),
        queries.invalidateQueries({ queryKey: queryKeys.projects() }),
      ]),
  });
}

export function useRemoveMember(projectId: string, userId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.DELETE("/api/projects/{project_id}/members/{user_id}", {
          params: { path: { project_id: projectId, user_id: userId } },
        }),
      ),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: queryKeys.members(projectId) }),
        queries.invalidateQueries({ queryKey: queryKeys.projects() }),
      ]),
  });
}
