"use client";

import { useLocale, useTranslations } from "next-intl";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { NativeSelect } from "@/components/ui/field";
import { Skeleton } from "@/components/ui/skeleton";
import { type ResultId, useProtein, useProteins } from "@/lib/api/hooks/results";
import { displayName } from "@/lib/format/protein-name";
import { formatMass } from "@/lib/format/quantities";
import type { ResultView, SetResultView } from "../use-result-view";
import { CoverageMap } from "./coverage-map";

interface CoverageTabProps {
  result: ResultId;
  view: ResultView;
  setView: SetResultView;
}

/** The coverage of one protein: the chosen one, else the expected, else the surest. */
export function CoverageTab({ result, view, setView }: CoverageTabProps) {
  const t = useTranslations("Coverage");
  const locale = useLocale();
  const proteins = useProteins(result, { sort: "e_value" });
  const rows = proteins.data?.pages.flatMap((page) => page.items) ?? [];
  const chosen = view.protein ?? rows.find((row) => row.role === "expected")?.id ?? rows[0]?.id ?? null;
  const protein = useProtein(result, chosen);
  const error = proteins.error ?? protein.error;
  if (error) return <ProblemNotice error={error} onRetry={() => void protein.refetch()} />;
  if (proteins.data && rows.length === 0)
    return (
      <Card>
        <EmptyState title={t("emptyTitle")}>{t("emptyText")}</EmptyState>
      </Card>
    );
  if (!protein.data) return <Skeleton className="h-96" />;
  const { data } = protein;
  const listed = rows.some((row) => row.id === data.id) ? rows : [data, ...rows];
  return (
    <Card>
      <CardHeader
        title={displayName(data)}
        hint={
          <span className="figures">
            {data.accession} · {formatMass(data.mass_da, locale)}
          </span>
        }
        actions={
          <NativeSelect
            aria-label={t("chooseProtein")}
            value={data.id}
            onChange={(event) => setView({ protein: Number(event.target.value) })}
            className="max-w-72"
          >
            {listed.map((row) => (
              <option key={row.id} value={row.id}>
                {row.accession} · {displayName(row)}
              </option>
            ))}
          </NativeSelect>
        }
      />
      <CoverageMap
        sequence={data.sequence}
        counted={{ from: data.coverage_from ?? 1, to: data.coverage_to ?? data.length }}
        peptides={data.peptides_found.filter((peptide) => peptide.accepted)}
        onOpenPeptide={(peptide) =>
          setView({ tab: "psms", peptide, protein: null, spectrum: null, psm: null })
        }
      />
    </Card>
  );
}
