"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "../client";
import { queryKeys } from "../query-keys";

/** Which result: one file of one analysis. */
export interface ResultId {
  analysisId: string;
  fileId: string;
}

/** A finished result never changes; only a retry replaces it, and its event marks it stale. */
const FOREVER = Number.POSITIVE_INFINITY;
const PAGE = 200;

const pathOf = ({ analysisId, fileId }: ResultId) => ({ analysis_id: analysisId, file_id: fileId });

export function useSummary(result: ResultId) {
  return useQuery({
    queryKey: queryKeys.result(result.analysisId, result.fileId, "summary"),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/analyses/{analysis_id}/files/{file_id}/summary", {
          params: { path: pathOf(result) },
          signal,
        }),
      ),
    staleTime: FOREVER,
  });
}

export interface ProteinQuery {
  sort: string;
  search?: string;
  role?: "expected" | "target" | "contaminant" | "background";
}

export function useProteins(result: ResultId, query: ProteinQuery) {
  return useInfiniteQuery({
    queryKey: queryKeys.result(result.analysisId, result.fileId, "proteins", query),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/analyses/{analysis_id}/files/{file_id}/proteins", {
          params: { path: pathOf(result), query: { ...query, limit: PAGE, cursor: pageParam } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: FOREVER,
  });
}

export function useProtein(result: ResultId, proteinId: number | null) {
  return useQuery({
    queryKey: queryKeys.result(result.analysisId, result.fileId, "protein", proteinId),
    enabled: proteinId !== null,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/analyses/{analysis_id}/files/{file_id}/proteins/{protein_id}", {
          params: { path: { ...pathOf(result), protein_id: proteinId ?? 0 } },
          signal,
        }),
      ),
    staleTime: FOREVER,
  });
}

export interface PeptideQuery {
  sort: string;
  search?: string;
  protein?: number;
  accepted?: boolean;
}

export function usePeptides(result: ResultId, query: PeptideQuery) {
  return useInfiniteQuery({
    queryKey: queryKeys.result(result.analysisId, result.fileId, "peptides", query),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/analyses/{analysis_id}/files/{file_id}/peptides", {
          params: { path: pathOf(result), query: { ...query, limit: PAGE, cursor: pageParam } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: FOREVER,
  });
}

export interface PsmQuery {
  sort: string;
  protein?: number;
  peptide?: number;
  accepted?: boolean;
  decoy?: boolean;
  rank?: number;
}

export function usePsms(result: ResultId, query: PsmQuery) {
  return useInfiniteQuery({
    queryKey: queryKeys.result(result.analysisId, result.fileId, "psms", query),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/analyses/{analysis_id}/files/{file_id}/psms", {
          params: { path: pathOf(result), query: { ...query, limit: PAGE, cursor: pageParam } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: FOREVER,
  });
}

export function useSpectrum(result: ResultId, spectrumId: number | null) {
  return useQuery({
    queryKey: queryKeys.result(result.analysisId, result.fileId, "spectrum", spectrumId),
    enabled: spectrumId !== null,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/analyses/{analysis_id}/files/{file_id}/spectra/{spectrum_id}", {
          params: { path: { ...pathOf(result), spectrum_id: spectrumId ?? 0 } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: FOREVER,
  });
}

export function useFilterReport(result: ResultId) {
  return useQuery({
    queryKey: queryKeys.result(result.analysisId, result.fileId, "filter-report"),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/analyses/{analysis_id}/files/{file_id}/filter-report", {
          params: { path: pathOf(result) },
          signal,
        }),
      ),
    staleTime: FOREVER,
  });
}

export function useChromatogram(result: ResultId, msLevel: number | null) {
  return useQuery({
    queryKey: queryKeys.result(result.analysisId, result.fileId, "chromatogram", msLevel),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/analyses/{analysis_id}/files/{file_id}/chromatogram", {
          params: { path: pathOf(result), query: msLevel === null ? {} : { ms_level: msLevel } },
          signal,
        }),
      ),
    staleTime: FOREVER,
  });
}

export function useDownloads(result: ResultId) {
  return useQuery({
    queryKey: queryKeys.result(result.analysisId, result.fileId, "downloads"),
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET("/api/analyses/{analysis_id}/files/{file_id}/downloads", {
            params: { path: pathOf(result) },
            signal,
          }),
        )
      ).items,
    staleTime: FOREVER,
  });
}

/** The address of a download: a plain link, which the API answers with a redirect to the store. */
export function downloadAddress({ analysisId, fileId }: ResultId, name: string): string {
  return `/api/analyses/${analysisId}/files/${fileId}/downloads/${encodeURIComponent(name)}`;
}
