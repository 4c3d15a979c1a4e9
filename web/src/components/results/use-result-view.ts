"use client";

import { parseAsInteger, parseAsStringLiteral, useQueryStates } from "nuqs";

export const TABS = [
  "overview",
  "proteins",
  "coverage",
  "peptides",
  "psms",
  "filter",
  "chromatogram",
  "downloads",
] as const;

export type ResultTab = (typeof TABS)[number];

/** What of a result is looked at; all of it stands in the address, so that it can be shared and gone back to. */
export function useResultView() {
  return useQueryStates(
    {
      tab: parseAsStringLiteral(TABS).withDefault("overview"),
      protein: parseAsInteger,
      peptide: parseAsInteger,
      spectrum: parseAsInteger,
      psm: parseAsInteger,
    },
    { history: "push" },
  );
}

export type ResultView = ReturnType<typeof useResultView>[0];
export type SetResultView = ReturnType<typeof useResultView>[1];
