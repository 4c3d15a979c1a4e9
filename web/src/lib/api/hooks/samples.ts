"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "../client";
import { queryKeys } from "../query-keys";
import type { SampleCreate, SampleUpdate } from "../schema";

export function useSamples(projectId: string | null) {
  return useInfiniteQuery({
    queryKey: queryKeys.samples(projectId ?? ""),
    enabled: projectId !== null,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/projects/{project_id}/samples", {
          params: { path: { project_id: projectId ?? "" }, query: { limit: 50, cursor: pageParam } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function useSample(sampleId: string) {
  return useQuery({
    queryKey: queryKeys.sample(sampleId),
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/samples/{sample_id}", { params: { path: { sample_id: sampleId } }, signal })),
  });
}

export function useCreateSample(projectId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: SampleCreate) =>
      unwrap(
        api.POST("/api/projects/{project_id}/samples", { params: { path: { project_id: projectId } }, body }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.samples(projectId) }),
  });
}

export function useUpdateSample(sampleId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: SampleUpdate) =>
      unwrap(api.PATCH("/api/samples/{sample_id}", { params: { path: { sample_id: sampleId } }, body })),
    onSuccess: (sample) => {
      queries.setQueryData(queryKeys.sample(sampleId), sample);
      return queries.invalidateQueries({ queryKey: queryKeys.samples(sample.project_id) });
    },
  });
}

export function useDeleteSample(sampleId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      unwrap(api.DELETE("/api/samples/{sample_id}", { params: { path: { sample_id: sampleId } } })),
    onSuccess: () => {
      queries.removeQueries({ queryKey: queryKeys.sample(sampleId) });
      return queries.invalidateQueries({ queryKey: ["samples"] });
    },
  });
}
