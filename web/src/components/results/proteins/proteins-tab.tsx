"use client";

import { useLocale, useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useMemo } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { type DataColumn, DataTable } from "@/components/table/data-table";
import { SearchField } from "@/components/table/search-field";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { NativeSelect } from "@/components/ui/field";
import { Scientific } from "@/components/ui/scientific";
import { type ResultId, useProteins } from "@/lib/api/hooks/results";
import type { Protein } from "@/lib/api/schema";
import { proteinName } from "@/lib/format/protein-name";
import { formatMass, formatNumber } from "@/lib/format/quantities";
import type { SetResultView } from "../use-result-view";

const ROLES = ["expected", "target", "contaminant", "background"] as const;
const ROLE_TONE: Record<string, Tone> = {
  expected: "brand",
  target: "info",
  contaminant: "caution",
  background: "neutral",
};

interface ProteinsTabProps {
  result: ResultId;
  setView: SetResultView;
}

export function ProteinsTab({ result, setView }: ProteinsTabProps) {
  const t = useTranslations("Proteins");
  const [sort, setSort] = useQueryState("proteins", parseAsString.withDefault("e_value"));
  const [search, setSearch] = useQueryState("find", parseAsString.withDefault(""));
  const [role, setRole] = useQueryState("role", parseAsStringLiteral(ROLES));
  const proteins = useProteins(result, { sort, ...(search && { search }), ...(role && { role }) });
  const columns = useProteinColumns((protein) => setView({ tab: "coverage", protein }));
  if (proteins.error) return <ProblemNotice error={proteins.error} onRetry={() => void proteins.refetch()} />;
  return (
    <Card className="overflow-hidden">
      <CardHeader title={t("title")} hint={t("hint")} />
      <DataTable
        caption={t("title")}
        columns={columns}
        rows={proteins.data?.pages.flatMap((page) => page.items)}
        rowId={(row) => row.id}
        sort={sort}
        onSort={setSort}
        hasMore={proteins.hasNextPage}
        loadMore={() => !proteins.isFetching && void proteins.fetchNextPage()}
        initiallyHidden={["q_value", "length", "group_class", "membership", "group_id"]}
        filters={
          <>
            <SearchField label={t("search")} value={search} onChange={setSearch} />
            <NativeSelect
              aria-label={t("role")}
              value={role ?? ""}
              onChange={(event) => setRole(ROLES.find((one) => one === event.target.value) ?? null)}
              className="h-8.5 w-auto"
            >
              <option value="">{t("allRoles")}</option>
              {ROLES.map((one) => (
                <option key={one} value={one}>
                  {t(`role_${one}`)}
                </option>
              ))}
            </NativeSelect>
          </>
        }
        empty={<EmptyState title={t("emptyTitle")}>{t("emptyText")}</EmptyState>}
      />
    </Card>
  );
}

function useProteinColumns(open: (proteinId: number) => void): DataColumn<Protein>[] {
  const t = useTranslations("Proteins");
  const locale = useLocale();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `open` changes with each render, what it does does not
  return useMemo(
    () => [
      {
        id: "accession",
        meta: { title: t("accession"), sort: "ascending" },
        cell: ({ row: { original } }) => (
          <button
            type="button"
            onClick={() => open(original.id)}
            className="figures rounded font-medium text-brand underline-offset-3 hover:underline"
          >
            {original.accession}
          </button>
        ),
      },
      {
        id: "description",
        meta: { title: t("description") },
        cell: ({ row: { original } }) => {
          const { name, organism } = proteinName(original.description);
          return (
            <span title={original.description}>
              {name} {organism && <i className="text-ink-faint">{organism}</i>}
            </span>
          );
        },
      },
      {
        id: "role",
        meta: { title: t("role") },
        cell: ({ row: { original } }) => (
          <Badge tone={ROLE_TONE[original.role] ?? "neutral"}>
            {t(`role_${original.role}` as "role_target")}
          </Badge>
        ),
      },
      {
        id: "e_value",
        meta: { title: t("eValue"), sort: "ascending", numeric: true },
        cell: ({ row: { original } }) => <Scientific value={original.e_value} />,
      },
      {
        id: "coverage_percent",
        meta: { title: t("coverage"), sort: "descending", numeric: true },
        cell: ({ row: { original } }) => (
          <span className="inline-flex items-center gap-2">
            <span
              aria-hidden
              className="hidden h-1.5 w-14 overflow-hidden rounded-full bg-sunken md:inline-block"
            >
              <span className="block h-full bg-brand" style={{ width: `${original.coverage_percent}%` }} />
            </span>
            {formatNumber(original.coverage_percent, locale, 1)}
          </span>
        ),
      },
      numberColumn("peptides", t("peptides"), (row) => row.peptides),
      numberColumn("unique_peptides", t("uniquePeptides"), (row) => row.unique_peptides),
      numberColumn("psms", t("psms"), (row) => row.psms),
      {
        id: "mass_da",
        meta: { title: t("mass"), sort: "descending", numeric: true },
        cell: ({ row: { original } }) => formatMass(original.mass_da, locale),
      },
      numberColumn("length", t("length"), (row) => row.length),
      {
        id: "q_value",
        meta: { title: t("qValue"), sort: "ascending", numeric: true },
        cell: ({ row: { original } }) => <Scientific value={original.q_value} />,
      },
      {
        id: "group_id",
        meta: { title: t("group"), sort: "ascending", numeric: true },
        cell: ({ row }) => row.original.group_id,
      },
      {
        id: "group_class",
        meta: { title: t("groupClass") },
        cell: ({ row: { original } }) =>
          original.group_class && t(`class_${original.group_class}` as "class_conclusive"),
      },
      {
        id: "membership",
        meta: { title: t("membership") },
        cell: ({ row: { original } }) =>
          original.membership && t(`membership_${original.membership}` as "membership_leading"),
      },
    ],
    [t, locale],
  );

  function numberColumn(id: string, title: string, value: (row: Protein) => number): DataColumn<Protein> {
    return {
      id,
      meta: { title, sort: "descending", numeric: true },
      cell: ({ row: { original } }) => formatNumber(value(original), locale),
    };
  }
}
