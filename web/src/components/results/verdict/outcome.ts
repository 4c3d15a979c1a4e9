import type { Tone } from "@/components/ui/badge";

export const OUTCOMES = [
  "confirmed",
  "identified",
  "not_confirmed",
  "another_protein",
  "mixture",
  "nothing_found",
  "not_searched",
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** The colour that stands for each outcome everywhere in the product. */
export const OUTCOME_TONE: Record<Outcome, Tone> = {
  confirmed: "confirmed",
  identified: "confirmed",
  not_confirmed: "caution",
  another_protein: "mismatch",
  mixture: "mixture",
  nothing_found: "neutral",
  not_searched: "neutral",
};

export const OUTCOME_COLOUR: Record<Outcome, string> = {
  confirmed: "var(--confirmed)",
  identified: "var(--confirmed)",
  not_confirmed: "var(--caution)",
  another_protein: "var(--mismatch)",
  mixture: "var(--mixture)",
  nothing_found: "var(--line-strong)",
  not_searched: "var(--line-strong)",
};
