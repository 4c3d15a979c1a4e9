"use client";

import { useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { DataTable } from "@/components/table/data-table";
import { FilterChip } from "@/components/table/filter-chip";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { NativeSelect } from "@/components/ui/field";
import { type PsmQuery, type ResultId, usePsms } from "@/lib/api/hooks/results";
import type { Tolerance } from "@/lib/api/schema";
import { SpectrumPanel } from "../spectra/spectrum-panel";
import type { ResultView, SetResultView } from "../use-result-view";
import { usePsmColumns } from "./use-psm-columns";

const SHOWN = ["accepted", "best", "all", "decoys"] as const;
type Shown = (typeof SHOWN)[number];

const SHOWN_QUERY: Record<Shown, Partial<PsmQuery>> = {
  accepted: { accepted: true, rank: 1 },
  best: { rank: 1, decoy: false },
  all: {},
  decoys: { decoy: true },
};

interface PsmsTabProps {
  result: ResultId;
  view: ResultView;
  setView: SetResultView;
  tolerance: Tolerance;
}

/** Peptide-spectrum matches, and below them the spectrum of the chosen one. */
export function PsmsTab({ result, view, setView, tolerance }: PsmsTabProps) {
  const t = useTranslations("Psms");
  const [sort, setSort] = useQueryState("psms", parseAsString.withDefault("e_value"));
  const [shown, setShown] = useQueryState("show", parseAsStringLiteral(SHOWN).withDefault("accepted"));
  const psms = usePsms(result, {
    sort,
    ...SHOWN_QUERY[shown],
    ...(view.peptide !== null && { peptide: view.peptide }),
    ...(view.protein !== null && { protein: view.protein }),
  });
  const rows = psms.data?.pages.flatMap((page) => page.items);
  const spectrum = view.spectrum ?? rows?.[0]?.spectrum ?? null;
  const columns = usePsmColumns(({ id, spectrum: next }) => setView({ spectrum: next, psm: id }));
  if (psms.error) return <ProblemNotice error={psms.error} onRetry={() => void psms.refetch()} />;
  return (
    <div className="grid gap-5">
      <Card className="overflow-hidden">
        <CardHeader title={t("title")} hint={t("hint")} />
        <DataTable
          caption={t("title")}
          height="max-h-[38vh]"
          columns={columns}
          rows={rows}
          rowId={(row) => row.id}
          sort={sort}
          onSort={setSort}
          hasMore={psms.hasNextPage}
          loadMore={() => !psms.isFetching && void psms.fetchNextPage()}
          selectedId={view.psm ?? rows?.find((row) => row.spectrum === spectrum)?.id ?? null}
          initiallyHidden={[
            "rank",
            "isotope_error",
            "delta_hyperscore",
            "q_value",
            "matched_intensity_fraction",
            "spectrum_id",
          ]}
          filters={
            <>
              <NativeSelect
                aria-label={t("shown")}
                value={shown}
                onChange={(event) => setShown(SHOWN.find((one) => one === event.target.value) ?? null)}
                className="h-8.5 w-auto"
              >
                {SHOWN.map((one) => (
                  <option key={one} value={one}>
                    {t(`shown_${one}`)}
                  </option>
                ))}
              </NativeSelect>
              {view.peptide !== null && (
                <FilterChip label={t("ofPeptide")} onRemove={() => setView({ peptide: null })} />
              )}
              {view.protein !== null && (
                <FilterChip label={t("ofProtein")} onRemove={() => setView({ protein: null })} />
              )}
            </>
          }
          empty={<EmptyState title={t("emptyTitle")}>{t("emptyText")}</EmptyState>}
        />
      </Card>
      {spectrum !== null && (
        <SpectrumPanel result={result} spectrumId={spectrum} psmId={view.psm} tolerance={tolerance} />
      )}
    </div>
  );
}
