"use client";

import { useLocale, useTranslations } from "next-intl";
import { Scientific } from "@/components/ui/scientific";
import { Tooltip } from "@/components/ui/tooltip";
import type { Competitor, VerdictProtein } from "@/lib/api/schema";
import { cn } from "@/lib/cn";
import type { CountedRange } from "@/lib/coverage/layout";
import { formatNumber, formatPercent } from "@/lib/format/quantities";

/** The figures behind a verdict: E-value, coverage with the termini, peptides. */
export function Evidence({
  protein,
  className,
}: {
  protein: VerdictProtein | Competitor;
  className?: string;
}) {
  const t = useTranslations("Verdict");
  const locale = useLocale();
  return (
    <dl className={cn("grid grid-cols-3 gap-x-4", className)}>
      <div>
        <dt className="text-[0.84rem] text-ink-faint">{t("eValue")}</dt>
        <dd className="mt-0.5 text-[1.1rem]">
          <Scientific value={protein.e_value} />
        </dd>
      </div>
      <div>
        <dt className="text-[0.84rem] text-ink-faint">{t("coverage")}</dt>
        <dd className="mt-0.5">
          <span className="figures text-[1.1rem]">{formatPercent(protein.coverage_percent, locale)}</span>
          {"n_terminus_seen" in protein && (
            <CoverageBar
              percent={protein.coverage_percent}
              residues={
                typeof protein.coverage_from === "number"
                  ? { from: protein.coverage_from, to: Number(protein.coverage_to) }
                  : null
              }
              nTerminus={Boolean(protein.n_terminus_seen)}
              cTerminus={Boolean(protein.c_terminus_seen)}
            />
          )}
        </dd>
      </div>
      <div>
        <dt className="text-[0.84rem] text-ink-faint">{t("peptides")}</dt>
        <dd className="mt-0.5">
          <span className="figures text-[1.1rem]">{formatNumber(protein.peptides, locale)}</span>
          {"psms" in protein && (
            <span className="ml-1.5 text-[0.86rem] text-ink-faint">
              {t("psms", { count: Number(protein.psms) })}
            </span>
          )}
        </dd>
      </div>
    </dl>
  );
}

interface CoverageBarProps {
  percent: number;
  /** Those that count; null in results that do not tell. */
  residues: CountedRange | null;
  nTerminus: boolean;
  cTerminus: boolean;
}

/** Coverage as a bar between the protein's two ends, which are filled when they were seen. */
function CoverageBar({ percent, residues, nTerminus, cTerminus }: CoverageBarProps) {
  const t = useTranslations("Verdict");
  const termini = t("termini", { n: nTerminus ? "yes" : "no", c: cTerminus ? "yes" : "no" });
  const words = residues ? `${t("ofResidues", { ...residues })} ${termini}` : termini;
  const end = (seen: boolean) =>
    cn("size-2 shrink-0 rounded-full border-[1.5px] border-brand", seen ? "bg-brand" : "bg-transparent");
  return (
    <Tooltip content={words}>
      <button
        type="button"
        aria-label={words}
        className="mt-1 flex w-full max-w-36 cursor-default items-center gap-0.5 rounded"
      >
        <span className={end(nTerminus)} />
        <span className="h-1.5 flex-1 overflow-hidden rounded-full bg-sunken">
          <span
            className="block h-full rounded-full bg-brand"
            style={{ width: `${Math.min(100, percent)}%` }}
          />
        </span>
        <span className={end(cTerminus)} />
      </button>
    </Tooltip>
  );
}
