"use client";

import { useTranslations } from "next-intl";
import { translateCode } from "@/i18n/translate-code";

/** `minimum_peaks` → "Minimum number of peaks"; a step newer than the translations is shown in plain words. */
export function useFilterStepName(): (name: string) => string {
  const t = useTranslations("FilterStep");
  return (name) => translateCode(t, name.replaceAll(/[^A-Za-z0-9_]/g, "_"), name.replaceAll("_", " "));
}
