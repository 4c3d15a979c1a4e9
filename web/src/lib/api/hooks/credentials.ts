"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "../client";
import { allPages } from "../pages";
import { queryKeys } from "../query-keys";
import type { AccessTokenCreate } from "../schema";

/** The browsers that one is signed in with. */
export function useSessions() {
  return useQuery({
    queryKey: queryKeys.sessions(),
    queryFn: ({ signal }) =>
      allPages((cursor) =>
        unwrap(api.GET("/api/auth/sessions", { params: { query: { limit: 200, cursor } }, signal })),
      ),
  });
}

export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (session_id: string) =>
      unwrap(api.DELETE("/api/auth/sessions/{session_id}", { params: { path: { session_id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.sessions() }),
  });
}

export function useEndOtherSessions() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.DELETE("/api/auth/sessions")),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.sessions() }),
  });
}

/** One's access tokens, those that have expired too. */
export function useAccessTokens() {
  return useQuery({
    queryKey: queryKeys.accessTokens(),
    queryFn: ({ signal }) =>
      allPages((cursor) =>
        unwrap(api.GET("/api/auth/tokens", { params: { query: { limit: 200, cursor } }, signal })),
      ),
  });
}

export function useCreateAccessToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: AccessTokenCreate) => unwrap(api.POST("/api/auth/tokens", { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.accessTokens() }),
  });
}

export function useRevokeAccessToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (token_id: string) =>
      unwrap(api.DELETE("/api/auth/tokens/{token_id}", { params: { path: { token_id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.accessTokens() }),
  });
}
