"use client";

import { TriangleAlert } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useWarningText } from "@/components/shell/use-warning-text";
import { Tooltip } from "@/components/ui/tooltip";
import { translateCode } from "@/i18n/translate-code";
import { formatNumber } from "@/lib/format/quantities";
import { readInspection } from "@/lib/inspection/read";

/** What the inspection found in a file, in a few words. */
export function InspectionFacts({ inspection }: { inspection: Record<string, unknown> | null }) {
  const t = useTranslations("Inspection");
  const tAcquisition = useTranslations("Acquisition");
  const locale = useLocale();
  const warningText = useWarningText();
  const facts = readInspection(inspection);
  if (!facts) return null;
  return (
    <>
      {facts.format && <span>{facts.format}</span>}
      {facts.instrument && <span>{facts.instrument}</span>}
      {facts.spectra !== null && (
        <span>{t("spectra", { count: facts.spectra, text: formatNumber(facts.spectra, locale) })}</span>
      )}
      {facts.acquisition && <span>{translateCode(tAcquisition, facts.acquisition, facts.acquisition)}</span>}
      {facts.warnings.length > 0 && (
        <Tooltip
          content={facts.warnings.map((warning) => <p key={warning.message}>{warningText(warning)}</p>)}
        >
          <button type="button" className="flex cursor-default items-center gap-1 rounded text-caution">
            <TriangleAlert aria-hidden className="size-3.5" />
            {t("warnings", { count: facts.warnings.length })}
          </button>
        </Tooltip>
      )}
    </>
  );
}
