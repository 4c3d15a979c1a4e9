"use client";

import { useLocale, useTranslations } from "next-intl";
import { parseAsBoolean, parseAsString, useQueryState } from "nuqs";
import { useMemo } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { type DataColumn, DataTable } from "@/components/table/data-table";
import { FilterChip } from "@/components/table/filter-chip";
import { SearchField } from "@/components/table/search-field";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Scientific } from "@/components/ui/scientific";
import { type ResultId, usePeptides } from "@/lib/api/hooks/results";
import type { Peptide } from "@/lib/api/schema";
import { formatNumber } from "@/lib/format/quantities";
import type { ResultView, SetResultView } from "../use-result-view";
import { PeptideText } from "./peptide-text";

interface PeptidesTabProps {
  result: ResultId;
  view: ResultView;
  setView: SetResultView;
}

export function PeptidesTab({ result, view, setView }: PeptidesTabProps) {
  const t = useTranslations("Peptides");
  const [sort, setSort] = useQueryState("peptides", parseAsString.withDefault("e_value"));
  const [search, setSearch] = useQueryState("sequence", parseAsString.withDefault(""));
  const [all, setAll] = useQueryState("all", parseAsBoolean.withDefault(false));
  const peptides = usePeptides(result, {
    sort,
    ...(search && { search }),
    ...(!all && { accepted: true }),
    ...(view.protein !== null && { protein: view.protein }),
  });
  const columns = usePeptideColumns((peptide) =>
    setView({ tab: "psms", peptide, protein: null, spectrum: null, psm: null }),
  );
  if (peptides.error) return <ProblemNotice error={peptides.error} onRetry={() => void peptides.refetch()} />;
  return (
    <Card className="overflow-hidden">
      <CardHeader title={t("title")} hint={t("hint")} />
      <DataTable
        caption={t("title")}
        columns={columns}
        rows={peptides.data?.pages.flatMap((page) => page.items)}
        rowId={(row) => row.id}
        sort={sort}
        onSort={setSort}
        hasMore={peptides.hasNextPage}
        loadMore={() => !peptides.isFetching && void peptides.fetchNextPage()}
        initiallyHidden={["missed_cleavages", "q_value", "is_unique"]}
        filters={
          <>
            <SearchField label={t("search")} value={search} onChange={setSearch} />
            <label className="flex items-center gap-2 text-[0.9rem]">
              <input
                type="checkbox"
                checked={!all}
                onChange={(event) => setAll(event.target.checked ? null : true)}
                className="size-4 accent-brand"
              />
              {t("acceptedOnly")}
            </label>
            {view.protein !== null && (
              <FilterChip label={t("ofProtein")} onRemove={() => setView({ protein: null })} />
            )}
          </>
        }
        empty={<EmptyState title={t("emptyTitle")}>{t("emptyText")}</EmptyState>}
      />
    </Card>
  );
}

function usePeptideColumns(open: (peptideId: number) => void): DataColumn<Peptide>[] {
  const t = useTranslations("Peptides");
  const locale = useLocale();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `open` changes with each render, what it does does not
  return useMemo(
    () => [
      {
        id: "sequence",
        meta: { title: t("peptide"), sort: "ascending" },
        cell: ({ row: { original } }) => (
          <button
            type="button"
            onClick={() => open(original.id)}
            className="rounded underline-offset-3 hover:underline"
          >
            <PeptideText proforma={original.proforma} />
          </button>
        ),
      },
      {
        id: "start",
        meta: { title: t("place"), sort: "ascending", numeric: true },
        cell: ({ row: { original } }) =>
          original.start === null ? "–" : `${original.start}–${original.end}`,
      },
      {
        id: "proteins",
        meta: { title: t("proteins") },
        cell: ({ row }) => <span className="figures">{row.original.proteins}</span>,
      },
      {
        id: "charges",
        meta: { title: t("charges"), numeric: true },
        cell: ({ row }) => row.original.charges,
      },
      {
        id: "psms",
        meta: { title: t("psms"), sort: "descending", numeric: true },
        cell: ({ row }) => formatNumber(row.original.psms, locale),
      },
      {
        id: "best_hyperscore",
        meta: { title: t("bestHyperscore"), sort: "descending", numeric: true },
        cell: ({ row: { original } }) =>
          original.best_hyperscore === null ? "–" : formatNumber(original.best_hyperscore, locale, 2),
      },
      {
        id: "e_value",
        meta: { title: t("eValue"), sort: "ascending", numeric: true },
        cell: ({ row }) => <Scientific value={row.original.e_value} />,
      },
      {
        id: "q_value",
        meta: { title: t("qValue"), sort: "ascending", numeric: true },
        cell: ({ row }) => <Scientific value={row.original.q_value} />,
      },
      {
        id: "mass_da",
        meta: { title: t("mass"), sort: "descending", numeric: true },
        cell: ({ row }) => formatNumber(row.original.mass_da, locale, 4),
      },
      {
        id: "missed_cleavages",
        meta: { title: t("missedCleavages"), numeric: true },
        cell: ({ row }) => row.original.missed_cleavages,
      },
      {
        id: "is_unique",
        meta: { title: t("unique") },
        cell: ({ row }) => (row.original.is_unique ? t("yes") : t("no")),
      },
    ],
    [t, locale],
  );
}
