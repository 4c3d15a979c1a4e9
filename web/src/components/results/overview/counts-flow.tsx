"use client";

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
  const most = Math.max(1, counts.spectra);
  return (
    <dl className="grid grid-cols-3 gap-x-3 gap-y-4 sm:grid-cols-6">
      {steps.map(([name, count]) => (
        <div key={name} className="flex flex-col justify-end">
          <div aria-hidden className="flex h-16 items-end border-line-strong border-b">
            <span
              className="w-[5px] rounded-t-full bg-brand"
              style={{
                height: `${count > 0 ? Math.max(4, (Math.log1p(count) / Math.log1p(most)) * 100) : 0}%`,
              }}
            />
          </div>
          <dd className="figures mt-1.5 text-[1.08rem]">{formatNumber(count, locale)}</dd>
          <dt className="order-last text-[0.84rem] text-ink-faint leading-snug">{t(`count_${name}`)}</dt>
        </div>
      ))}
    </dl>
  );
}
