"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { queryKeys } from "@/lib/api/query-keys";
import { EVENT_TYPES, invalidatedBy, type ServerEvent } from "./invalidation";
import { type FollowedAnalysis, withProgress } from "./progress";

/**
 * One event stream for all pages. The browser reconnects by itself with Last-Event-ID; every event marks the queries
 * that it concerns as stale, so pages never poll.
 */
export function EventsProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  useEffect(() => {
    const source = new EventSource("/api/events");
    const onEvent = (event: MessageEvent<string>) => {
      let data: ServerEvent["data"];
      try {
        data = JSON.parse(event.data);
      } catch {
        return;
      }
      if (event.type === "analysis_file.progress" && data.analysis_id) {
        queries.setQueryData<FollowedAnalysis>(
          queryKeys.analysis(data.analysis_id),
          (analysis) => analysis && withProgress(analysis, data),
        );
        return;
      }
      for (const queryKey of invalidatedBy({ type: event.type, data }))
        void queries.invalidateQueries({ queryKey });
    };
    for (const type of EVENT_TYPES) source.addEventListener(type, onEvent);
    let wasLost = false;
    source.onerror = () => {
      wasLost = true;
    };
    source.onopen = () => {
      if (wasLost) void queries.invalidateQueries();
      wasLost = false;
    };
    return () => source.close();
  }, [queries]);
  return children;
}
