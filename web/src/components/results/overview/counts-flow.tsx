"use client";

import { ChevronRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { Counts } from "@/lib/api/schema";
import { formatNumber } from "@/lib/format/quantities";

/** From spectra to proteins: what each step of the analysis left. */
export function CountsFlow({ counts }: { counts: Counts }) {
  const t = useTranslations("Overview");
  const locale = useLocale();
  const steps = [
    ["spectra", counts.spectra],
    ["ms2", counts.ms2_spectra],
    ["searched", counts.searched_spectra],
    ["acceptedPsms", counts.accepted_psms],
    ["peptides", counts.peptides],
    ["proteinGroups", counts.protein_groups],
  ] as const;
  return (
    <dl className="grid grid-cols-3 gap-x-3 gap-y-4 sm:grid-cols-6">
      {steps.map(([name, count], index) => (
        <div key={name} className="relative flex flex-col-reverse justify-end">
          <dt className="text-[0.84rem] text-ink-faint leading-snug">{t(`count_${name}`)}</dt>
          <dd className="figures text-[1.25rem]">{formatNumber(count, locale)}</dd>
          {index > 0 && (
            <ChevronRight
              aria-hidden
              className="absolute top-2 -left-4 hidden size-3.5 text-line-strong sm:block"
            />
          )}
        </div>
      ))}
    </dl>
  );
}
