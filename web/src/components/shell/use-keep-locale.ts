"use client";

import { useMutation } from "@tanstack/react-query";
import type { Locale } from "@/i18n/routing";
import { api, unwrap } from "@/lib/api/client";

/** Keeps the chosen language in the account, for messages that the product sends. */
export function useKeepLocale(): (locale: Locale) => void {
  const { mutate } = useMutation({
    mutationFn: (locale: Locale) => unwrap(api.PATCH("/api/auth/me", { body: { locale } })),
  });
  return mutate;
}
