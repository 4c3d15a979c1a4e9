"use client";

import { useLocale } from "next-intl";
import { useRouter } from "@/i18n/navigation";
import { type Locale, routing } from "@/i18n/routing";

/** Goes into the product after signing in, in the language of the account. */
export function useEnter(): (account: { locale: string }) => void {
  const router = useRouter();
  const current = useLocale();
  return (account) => {
    const locale = routing.locales.find((one) => one === account.locale) ?? (current as Locale);
    router.replace("/samples", { locale });
    router.refresh();
  };
}
