"use client";

import { useLocale, useTranslations } from "next-intl";
import { AnalysisStateBadge } from "@/components/analyses/analysis-state-badge";
import { Link } from "@/i18n/navigation";
import type { Sample } from "@/lib/api/schema";
import { formatMoment } from "@/lib/format/dates";

/** Samples with how many files they have and where their newest analysis is. */
export function SamplesTable({ samples }: { samples: readonly Sample[] }) {
  const t = useTranslations("Samples");
  const locale = useLocale();
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-[0.95rem]">
        <caption className="sr-only">{t("title")}</caption>
        <thead className="text-left text-[0.87rem] text-ink-faint">
          <tr className="border-line border-b">
            <th className="px-5 py-2.5 font-medium">{t("name")}</th>
            <th className="px-3 py-2.5 font-medium">{t("files")}</th>
            <th className="px-3 py-2.5 font-medium">{t("latestAnalysis")}</th>
            <th className="hidden px-5 py-2.5 text-right font-medium sm:table-cell">{t("updated")}</th>
          </tr>
        </thead>
        <tbody>
          {samples.map((sample) => (
            <tr key={sample.id} className="relative border-line border-b last:border-0 hover:bg-sunken/60">
              <th scope="row" className="px-5 py-3 text-left font-normal">
                <Link
                  href={`/samples/${sample.id}`}
                  className="font-medium after:absolute after:inset-0 hover:text-brand"
                >
                  {sample.name}
                </Link>
                {sample.description && (
                  <p className="line-clamp-1 max-w-lg text-[0.88rem] text-ink-faint">{sample.description}</p>
                )}
              </th>
              <td className="px-3 py-3">
                <FileCountsText {...sample.files} />
              </td>
              <td className="px-3 py-3">
                {sample.latest_analysis ? (
                  <Link
                    href={`/analyses/${sample.latest_analysis.id}`}
                    className="relative z-10 rounded-full"
                  >
                    <AnalysisStateBadge state={sample.latest_analysis.state} />
                  </Link>
                ) : (
                  <span className="text-ink-faint">{t("notAnalysed")}</span>
                )}
              </td>
              <td className="hidden px-5 py-3 text-right text-[0.9rem] text-ink-soft sm:table-cell">
                <time dateTime={sample.updated_at}>{formatMoment(sample.updated_at, locale)}</time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FileCountsText({ total, uploading, rejected }: Sample["files"]) {
  const t = useTranslations("Samples");
  return (
    <>
      <span className="figures">{total}</span>
      {uploading > 0 && (
        <span className="ml-2 text-[0.86rem] text-info">{t("uploading", { count: uploading })}</span>
      )}
      {rejected > 0 && (
        <span className="ml-2 text-[0.86rem] text-mismatch">{t("rejected", { count: rejected })}</span>
      )}
    </>
  );
}
