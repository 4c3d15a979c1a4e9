"use client";

import { useTranslations } from "next-intl";
import { translateCode } from "@/i18n/translate-code";
import type { Acquisition, Resolution, ResultWarning } from "@/lib/api/schema";
import { parseCountedWarning } from "@/lib/warnings/counted";

/** Words for what the engine chose, from its codes; its own English where a code has no translation. */
export function useChoiceText() {
  const tAcquisition = useTranslations("Acquisition");
  const tReason = useTranslations("ChoiceReason");
  const tResolution = useTranslations("Resolution");
  const tPreset = useTranslations("Preset");
  const tWarning = useTranslations("Warning");
  const tFacts = useTranslations("WarningFacts");
  return {
    acquisition: (type: string) => translateCode(tAcquisition, type, type),
    acquisitionReason: ({ reason_code, reason }: Acquisition) => translateCode(tReason, reason_code, reason),
    resolution: (name: string) => translateCode(tResolution, name, name),
    resolutionReason: ({ reason_code, reason }: Resolution) => translateCode(tReason, reason_code, reason),
    preset: (name: string) => translateCode(tPreset, `${name}.name`, name),
    warning: ({ code, message }: ResultWarning) => {
      if (!tWarning.has(code as never)) return message;
      const text = translateCode(tWarning, code, message);
      const counted = parseCountedWarning(message);
      return counted ? tFacts("counted", { text, ...counted }) : text;
    },
  };
}
