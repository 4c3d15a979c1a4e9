"use client";

import { useTranslations } from "next-intl";
import { translateCode } from "@/i18n/translate-code";

const keyOf = (text: string) => text.replaceAll(/[^A-Za-z0-9]+/g, "_");

/** Words for the steps of the filter and their reasons; what is newer than the translations stays as it came. */
export function useFilterStepText() {
  const tStep = useTranslations("FilterStep");
  const tReason = useTranslations("FilterReason");
  return {
    name: (step: string) => translateCode(tStep, keyOf(step), step.replaceAll("_", " ")),
    reason: (text: string) => translateCode(tReason, keyOf(text), text),
  };
}
