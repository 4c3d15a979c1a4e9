/** Fragment ions of a peptide-spectrum match, as the API gives them, and the views that pages draw of them. */

export interface FragmentMatch {
  ion: string;
  ordinal: number;
  charge: number;
  loss: "H2O" | "NH3" | null;
  /** 0-based index into the spectrum's peaks. */
  peak: number;
  theoretical_mz: number;
  error_ppm: number;
}

const LOSSES = { H2O: "−H2O", NH3: "−NH3" };

/** `y7`, `b3−NH3++`: plain characters only, for canvases whose font has no subscripts. */
export function fragmentLabel({
  ion,
  ordinal,
  charge,
  loss,
}: Pick<FragmentMatch, "ion" | "ordinal" | "charge" | "loss">): string {
  const plus = charge === 1 ? "" : charge <= 3 ? "+".repeat(charge) : ` ${charge}+`;
  return `${ion}${ordinal}${loss ? LOSSES[loss] : ""}${plus}`;
}

/** The series that hold the N-terminus; the others hold the C-terminus. */
export function holdsNTerminus(ion: string): boolean {
  return ion === "a" || ion === "b" || ion === "c";
}

/** A bond of the backbone, after residue `position` (1-based), with the fragments that show it broken. */
export interface Bond {
  position: number;
  nTerminal: FragmentMatch[];
  cTerminal: FragmentMatch[];
}

/** The bonds of a peptide of `length` residues with their matched fragments. */
export function ladder(length: number, matches: readonly FragmentMatch[]): Bond[] {
  const bonds: Bond[] = Array.from({ length: Math.max(0, length - 1) }, (_, index) => ({
    position: index + 1,
    nTerminal: [],
    cTerminal: [],
  }));
  for (const match of matches) {
    const nTerminal = holdsNTerminus(match.ion);
    const bond = bonds[(nTerminal ? match.ordinal : length - match.ordinal) - 1];
    if (!bond) continue;
    (nTerminal ? bond.nTerminal : bond.cTerminal).push(match);
  }
  return bonds;
}

/** How many of the bonds have a fragment on either side. */
export function brokenBonds(bonds: readonly Bond[]): number {
  return bonds.filter((bond) => bond.nTerminal.length + bond.cTerminal.length > 0).length;
}

export type ErrorUnit = "ppm" | "Da";

/** Observed minus theoretical m/z in the unit of the search's tolerance. */
export function fragmentError(match: FragmentMatch, unit: ErrorUnit): number {
  return unit === "ppm" ? match.error_ppm : (match.error_ppm * match.theoretical_mz) / 1e6;
}

/** For each peak the fragment that names it: the plainest of those that matched (no loss, low charge). */
export function bestMatchByPeak(matches: readonly FragmentMatch[]): Map<number, FragmentMatch> {
  const best = new Map<number, FragmentMatch>();
  const plainness = (match: FragmentMatch) => (match.loss ? 10 : 0) + match.charge;
  for (const match of matches) {
    const rival = best.get(match.peak);
    if (!rival || plainness(match) < plainness(rival)) best.set(match.peak, match);
  }
  return best;
}
