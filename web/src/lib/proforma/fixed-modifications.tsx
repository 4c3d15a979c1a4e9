"use client";

import { createContext, useContext } from "react";
import { parseProforma } from "./parse";

/** The names of a search's fixed modifications, from parameters such as `["Carbamidomethyl@C"]`. */
export function fixedModificationNames(parameter: unknown): ReadonlySet<string> {
  if (!Array.isArray(parameter)) return new Set();
  return new Set(parameter.map((text) => String(text).split("@")[0] ?? ""));
}

/** Whether a peptide carries more than what was fixed on every residue. */
export function isModified(proforma: string, fixed: ReadonlySet<string>): boolean {
  const { residues, nTerm, cTerm } = parseProforma(proforma);
  const all = [...nTerm, ...cTerm, ...residues.flatMap((residue) => residue.modifications)];
  return all.some((modification) => !fixed.has(modification));
}

const FixedModifications = createContext<ReadonlySet<string>>(new Set());

/** Tells everything inside which modifications are fixed, so that only the others stand out. */
export const FixedModificationsProvider = FixedModifications.Provider;

export function useFixedModifications(): ReadonlySet<string> {
  return useContext(FixedModifications);
}
