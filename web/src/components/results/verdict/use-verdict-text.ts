"use client";

import { useLocale, useTranslations } from "next-intl";
import { translateCode } from "@/i18n/translate-code";
import type { Verdict, VerdictReason } from "@/lib/api/schema";
import { displayName } from "@/lib/format/protein-name";
import { formatNumber, formatRelation, formatScientific } from "@/lib/format/quantities";

/**
 * Words for verdicts in the reader's language, made of the engine's codes; its own English where a code is newer than
 * the translations. `verdict.protein` is what was expected (or identified), `best_competitor` the best other protein.
 */
export function useVerdictText() {
  const t = useTranslations("Verdict");
  const locale = useLocale();

  const sentence = ({ outcome, protein, best_competitor, sentence: original }: Verdict): string => {
    const subject = protein && displayName(protein);
    const other = best_competitor && displayName(best_competitor);
    switch (outcome) {
      case "confirmed":
      case "identified":
      case "not_confirmed":
        return subject ? t(`sentence_${outcome}`, { protein: subject }) : original;
      case "another_protein":
      case "mixture":
        return subject && other ? t(`sentence_${outcome}`, { protein: subject, other }) : original;
      default:
        return t(`sentence_${outcome}`);
    }
  };

  const parameter = (name: string, value: unknown): string => {
    if (Array.isArray(value)) return value.join(", ");
    if (typeof value !== "number") return String(value);
    if (name === "e_value") return formatRelation(value, locale);
    if (name === "threshold" || name === "expected_false") return formatScientific(value, locale);
    return formatNumber(value, locale, Number.isInteger(value) ? 0 : 1);
  };

  const reason = ({ code, params, text }: VerdictReason): string => {
    const values = Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, parameter(name, value)]),
    );
    // Plural forms need the number itself beside its text.
    const counts = Object.fromEntries(
      Object.entries(params)
        .filter(([, value]) => Number.isInteger(value))
        .map(([name, value]) => [`${name}_count`, value]),
    );
    return translateCode(t, `reason_${code}`, text, { ...values, ...counts, chain: chainOf(params) });
  };

  return { sentence, reason };
}

/** Whether a reason's coverage counts the whole sequence, or only a chain of it that the entry declares. */
function chainOf({ coverage_from, coverage_to, length }: VerdictReason["params"]): "whole" | "mature" {
  return coverage_from === undefined || (coverage_from === 1 && coverage_to === length) ? "whole" : "mature";
}
