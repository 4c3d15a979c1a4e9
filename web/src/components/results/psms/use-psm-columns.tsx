"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import type { DataColumn } from "@/components/table/data-table";
import { Badge } from "@/components/ui/badge";
import { Scientific } from "@/components/ui/scientific";
import type { Psm } from "@/lib/api/schema";
import { formatNumber, formatPercent, formatRetentionTime, formatSigned } from "@/lib/format/quantities";
import { PeptideText } from "../peptides/peptide-text";

export function usePsmColumns(open: (psm: Psm) => void): DataColumn<Psm>[] {
  const t = useTranslations("Psms");
  const locale = useLocale();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `open` changes with each render, what it does does not
  return useMemo(() => {
    const orDash = (value: number | null, text: (value: number) => string) =>
      value === null ? "–" : text(value);
    return [
      {
        id: "sequence",
        meta: { title: t("peptide"), sort: "ascending" },
        cell: ({ row: { original } }) => (
          <button
            type="button"
            onClick={() => open(original)}
            className="inline-flex items-center gap-2 rounded underline-offset-3 hover:underline"
          >
            <PeptideText proforma={original.proforma} />
            {original.is_decoy && <Badge tone="caution">{t("decoy")}</Badge>}
          </button>
        ),
      },
      {
        id: "precursor_charge",
        meta: { title: t("charge"), numeric: true },
        cell: ({ row }) => `${row.original.precursor_charge}+`,
      },
      {
        id: "precursor_mz",
        meta: { title: t("precursorMz"), sort: "ascending", numeric: true },
        cell: ({ row }) => formatNumber(row.original.precursor_mz, locale, 4),
      },
      {
        id: "precursor_error_ppm",
        meta: { title: t("precursorError"), sort: "ascending", numeric: true },
        cell: ({ row }) => formatSigned(row.original.precursor_error_ppm, locale, 1),
      },
      {
        id: "retention_time_s",
        meta: { title: t("retentionTime"), sort: "ascending", numeric: true },
        cell: ({ row }) =>
          orDash(row.original.retention_time_s, (value) => formatRetentionTime(value, locale)),
      },
      { id: "scan", meta: { title: t("scan"), numeric: true }, cell: ({ row }) => row.original.scan ?? "–" },
      {
        id: "hyperscore",
        meta: { title: t("hyperscore"), sort: "descending", numeric: true },
        cell: ({ row }) => formatNumber(row.original.hyperscore, locale, 2),
      },
      {
        id: "matched_ions",
        meta: { title: t("matchedIons"), sort: "descending", numeric: true },
        cell: ({ row }) => row.original.matched_ions,
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
        id: "delta_hyperscore",
        meta: { title: t("deltaHyperscore"), numeric: true },
        cell: ({ row }) => orDash(row.original.delta_hyperscore, (value) => formatNumber(value, locale, 2)),
      },
      {
        id: "matched_intensity_fraction",
        meta: { title: t("matchedIntensity"), numeric: true },
        cell: ({ row }) =>
          orDash(row.original.matched_intensity_fraction, (value) => formatPercent(value * 100, locale)),
      },
      {
        id: "isotope_error",
        meta: { title: t("isotopeError"), numeric: true },
        cell: ({ row }) => row.original.isotope_error,
      },
      { id: "rank", meta: { title: t("rank"), numeric: true }, cell: ({ row }) => row.original.rank },
      {
        id: "proteins",
        meta: { title: t("proteins") },
        cell: ({ row }) => <span className="figures">{row.original.proteins}</span>,
      },
      {
        id: "spectrum_id",
        meta: { title: t("spectrumId") },
        cell: ({ row }) => <span className="figures">{row.original.spectrum_id}</span>,
      },
    ];
  }, [t, locale]);
}
