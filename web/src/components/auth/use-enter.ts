"use client";

import { useLocale } from "next-intl";
import { useRouter } from "@/i18n/navigation";
import { type Locale, routing } from "@/i18n/routing";
import { HOME, NEXT_PARAMETER, safeNext } from "@/lib/session/next";

/** Goes into the product after signing in, in the language of the account: to where one was going, or to the samples. */
export function useEnter(): (account: { locale: string }) => void {
  const router = useRouter();
  const current = useLocale();
  return (account) => {
    const locale = routing.locales.find((one) => one === account.locale) ?? (current as Locale);
    const next = new URLSearchParams(window.location.search).get(NEXT_PARAMETER);
    router.replace(safeNext(next, routing.locales) ?? HOME, { locale });
    router.refresh();
  };
}
