"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "../client";
import { queryKeys } from "../query-keys";
import type { AccountDeletion, PasswordChange, UserUpdate } from "../schema";

/** Changes one's own name or language. */
export function useUpdateAccount() {
  return useMutation({
    mutationFn: (body: UserUpdate) => unwrap(api.PATCH("/api/auth/me", { body })),
  });
}

/** How one signs in here: with a password, or at a provider. */
export function useSignInMethods() {
  return useQuery({
    queryKey: queryKeys.signInMethods(),
    queryFn: ({ signal }) => unwrap(api.GET("/api/auth/methods", { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What one keeps stored and has under way, and how much one may. */
export function useUsage() {
  return useQuery({
    queryKey: queryKeys.usage(),
    queryFn: ({ signal }) => unwrap(api.GET("/api/auth/me/usage", { signal })),
    staleTime: 0,
  });
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (body: PasswordChange) => unwrap(api.POST("/api/auth/password", { body })),
  });
}

/** Deletes one's account; the password is null where one signs in at a provider. */
export function useDeleteAccount() {
  return useMutation({
    mutationFn: (body: AccountDeletion) => unwrap(api.DELETE("/api/auth/me", { body })),
  });
}
