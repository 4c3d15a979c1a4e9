"use client";

import { useTranslations } from "next-intl";
import { translateCode } from "@/i18n/translate-code";
import type { ResultWarning } from "@/lib/api/schema";
import { parseCountedWarning } from "@/lib/warnings/counted";

/** What the engine had to mend or leave out, in the reader's language. */
export function useWarningText(): (warning: ResultWarning) => string {
  const t = useTranslations("Warning");
  const tFacts = useTranslations("WarningFacts");
  return ({ code, message }) => {
    if (!t.has(code as never)) return message;
    const text = translateCode(t, code, message);
    const counted = parseCountedWarning(message);
    return counted ? tFacts("counted", { text, ...counted }) : text;
  };
}
