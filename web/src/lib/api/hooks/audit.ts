"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { api, unwrap } from "../client";
import { queryKeys } from "../query-keys";

export interface AuditFilter {
  action?: string;
  since?: string;
  until?: string;
}

const PAGE = 50;

/** What was done, newest first: in a project (for its owners), or by oneself where the project is null. */
export function useAudit(projectId: string | null, filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: queryKeys.audit(projectId, filter),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filter, limit: PAGE, cursor: pageParam };
      return unwrap(
        projectId === null
          ? api.GET("/api/auth/audit", { params: { query }, signal })
          : api.GET("/api/projects/{project_id}/audit", {
              params: { path: { project_id: projectId }, query },
              signal,
            }),
      );
    },
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}
