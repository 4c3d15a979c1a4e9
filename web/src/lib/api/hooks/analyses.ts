"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ParameterSchema } from "@/lib/parameters/schema";
import { api, unwrap } from "../client";
import { FALLBACK_POLL_MS, QUEUE_POLL_MS } from "../polling";
import { queryKeys } from "../query-keys";
import type { AnalysisCreate, AnalysisView } from "../schema";

const IN_MOTION = new Set(["queued", "running"]);

export function useAnalyses(sampleId: string) {
  return useQuery({
    queryKey: queryKeys.analyses(sampleId),
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET("/api/samples/{sample_id}/analyses", {
            params: { path: { sample_id: sampleId }, query: { limit: 50 } },
            signal,
          }),
        )
      ).items,
    refetchInterval: ({ state }) =>
      state.data?.some((one) => IN_MOTION.has(one.state)) ? FALLBACK_POLL_MS : false,
  });
}

export function useAnalysis(analysisId: string) {
  return useQuery({
    queryKey: queryKeys.analysis(analysisId),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/analyses/{analysis_id}", { params: { path: { analysis_id: analysisId } }, signal }),
      ),
    refetchInterval: ({ state: { data } }) => {
      if (!data || !IN_MOTION.has(data.state)) return false;
      return data.queue_position === null ? FALLBACK_POLL_MS : QUEUE_POLL_MS;
    },
  });
}

export function useCreateAnalysis(sampleId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: AnalysisCreate) =>
      unwrap(
        api.POST("/api/samples/{sample_id}/analyses", { params: { path: { sample_id: sampleId } }, body }),
      ),
    onSuccess: (analysis) => {
      queries.setQueryData(queryKeys.analysis(analysis.id), analysis);
      return queries.invalidateQueries({ queryKey: queryKeys.analyses(sampleId) });
    },
  });
}

function useRefreshAnalysis(analysis: Pick<AnalysisView, "id" | "sample_id">) {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: queryKeys.analysis(analysis.id) }),
      queries.invalidateQueries({ queryKey: queryKeys.analyses(analysis.sample_id) }),
    ]);
}

export function useCancelAnalysis(analysis: Pick<AnalysisView, "id" | "sample_id">) {
  const refresh = useRefreshAnalysis(analysis);
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/api/analyses/{analysis_id}/cancel", { params: { path: { analysis_id: analysis.id } } }),
      ),
    onSuccess: refresh,
  });
}

export function useRetryFile(analysis: Pick<AnalysisView, "id" | "sample_id">) {
  const refresh = useRefreshAnalysis(analysis);
  return useMutation({
    mutationFn: (fileId: string) =>
      unwrap(
        api.POST("/api/analyses/{analysis_id}/files/{file_id}/retry", {
          params: { path: { analysis_id: analysis.id, file_id: fileId } },
        }),
      ),
    onSuccess: refresh,
  });
}

export function useDeleteAnalysis(analysis: Pick<AnalysisView, "id" | "sample_id">) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      unwrap(api.DELETE("/api/analyses/{analysis_id}", { params: { path: { analysis_id: analysis.id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.analyses(analysis.sample_id) }),
  });
}

/** The engine's parameters and presets; they change only with the engine. */
export function useParameterSchema() {
  return useQuery({
    queryKey: queryKeys.parameterSchema(),
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET("/api/parameters/schema", { signal }))) as ParameterSchema,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
