"use client";

import type { Locale } from "@/i18n/routing";
import { useUpdateAccount } from "@/lib/api/hooks/account";

/** Keeps the chosen language in the account, for messages that the product sends. */
export function useKeepLocale(): (locale: Locale) => void {
  const { mutate } = useUpdateAccount();
  return (locale) => mutate({ locale });
}
