"use client";

import { useTranslations } from "next-intl";
import { translateCode } from "@/i18n/translate-code";
import { parseRemovedReason } from "@/lib/filter/removed-reason";

const keyOf = (text: string) => text.replaceAll(/[^A-Za-z0-9]+/g, "_");

/** Words for the steps of the filter and their reasons; what is newer than the translations stays as it came. */
export function useFilterStepText() {
  const tStep = useTranslations("FilterStep");
  const tReason = useTranslations("FilterReason");
  const tRemoved = useTranslations("RemovedReason");
  return {
    name: (step: string) => translateCode(tStep, keyOf(step), step.replaceAll("_", " ")),
    /** Why a step is applied or not. */
    reason: (text: string) => translateCode(tReason, keyOf(text), text),
    /** Why a step took a spectrum out. */
    removal: (text: string) => {
      const reason = parseRemovedReason(text);
      if (!reason) return text;
      const { code, ...values } = reason;
      return translateCode(tRemoved, code, text, values);
    },
  };
}
