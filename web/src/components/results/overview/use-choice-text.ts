"use client";

import { useTranslations } from "next-intl";
import { useWarningText } from "@/components/shell/use-warning-text";
import { translateCode } from "@/i18n/translate-code";
import type { Acquisition, Resolution } from "@/lib/api/schema";

/** Words for what the engine chose, from its codes; its own English where a code has no translation. */
export function useChoiceText() {
  const tAcquisition = useTranslations("Acquisition");
  const tReason = useTranslations("ChoiceReason");
  const tResolution = useTranslations("Resolution");
  const tPreset = useTranslations("Preset");
  return {
    acquisition: (type: string) => translateCode(tAcquisition, type, type),
    acquisitionReason: ({ reason_code, reason }: Acquisition) => translateCode(tReason, reason_code, reason),
    resolution: (name: string) => translateCode(tResolution, name, name),
    resolutionReason: ({ reason_code, reason }: Resolution) => translateCode(tReason, reason_code, reason),
    preset: (name: string) => translateCode(tPreset, `${name}.name`, name),
    warning: useWarningText(),
  };
}
