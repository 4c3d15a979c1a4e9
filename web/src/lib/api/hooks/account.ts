"use client";

import { useMutation } from "@tanstack/react-query";
import { api, unwrap } from "../client";
import type { UserUpdate } from "../schema";

/** Changes one's own name or language. */
export function useUpdateAccount() {
  return useMutation({
    mutationFn: (body: UserUpdate) => unwrap(api.PATCH("/api/auth/me", { body })),
  });
}
