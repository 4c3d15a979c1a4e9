"use client";

import { useTranslations } from "next-intl";
import { translateCode } from "@/i18n/translate-code";

/** What a parameter of the engine is called: `precursor_tolerance` → "Precursor tolerance". */
export function useParameterName(): (key: string) => string {
  const t = useTranslations("Parameters");
  return (key) => translateCode(t, `name_${key}`, humanise(key));
}

/** For parameters that are newer than the translations. */
function humanise(key: string): string {
  const words = key.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
