/** Where peptides lie on a protein. Residues count from 1; both ends are inclusive, as in the results. */

export interface PlacedPeptide {
  id: number;
  proforma: string;
  sequence: string;
  start: number | null;
  end: number | null;
  psms: number;
  e_value: number | null;
  accepted: boolean;
}

/** All forms (charges apart, modifications) of one stretch of the protein. */
export interface Stretch {
  start: number;
  end: number;
  sequence: string;
  psms: number;
  /** The best form first. */
  forms: PlacedPeptide[];
}

/** Groups peptides that cover the same residues; sorted along the protein, longer first. */
export function stretches(peptides: readonly PlacedPeptide[]): Stretch[] {
  const byPlace = new Map<string, Stretch>();
  for (const peptide of peptides) {
    if (peptide.start === null || peptide.end === null) continue;
    const place = `${peptide.start}-${peptide.end}`;
    const stretch = byPlace.get(place) ?? {
      start: peptide.start,
      end: peptide.end,
      sequence: peptide.sequence,
      psms: 0,
      forms: [],
    };
    stretch.psms += peptide.psms;
    stretch.forms.push(peptide);
    byPlace.set(place, stretch);
  }
  const all = [...byPlace.values()];
  for (const stretch of all) stretch.forms.sort((a, b) => (a.e_value ?? Infinity) - (b.e_value ?? Infinity));
  return all.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** How many peptide stretches cover each residue; index 0 is residue 1. */
export function depth(length: number, covering: readonly Stretch[]): Uint16Array {
  const counts = new Uint16Array(length);
  for (const { start, end } of covering) {
    for (let residue = start; residue <= end && residue <= length; residue++) {
      counts[residue - 1] = (counts[residue - 1] ?? 0) + 1;
    }
  }
  return counts;
}

/** The residues that a coverage counts, from 1, inclusive: the mature chain where the entry declares one. */
export interface CountedRange {
  from: number;
  to: number;
}

/** How many residues of the range at least one stretch covers. */
export function coveredWithin(counts: Uint16Array, { from, to }: CountedRange): number {
  return counts.subarray(from - 1, to).reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
}

export interface Segment {
  stretch: Stretch;
  /** 0-based columns within the row, inclusive. */
  from: number;
  to: number;
  lane: number;
  opens: boolean;
  closes: boolean;
}

export interface CoverageRow {
  /** First and last residue of the row. */
  start: number;
  end: number;
  lanes: number;
  segments: Segment[];
}

/** Cuts the protein into rows and stacks the peptides under each, in as few lanes as possible. */
export function coverageRows(
  length: number,
  residuesPerRow: number,
  covering: readonly Stretch[],
): CoverageRow[] {
  const rows: CoverageRow[] = [];
  for (let start = 1; start <= length; start += residuesPerRow) {
    const end = Math.min(start + residuesPerRow - 1, length);
    const laneEnds: number[] = [];
    const segments: Segment[] = [];
    for (const stretch of covering) {
      if (stretch.end < start || stretch.start > end) continue;
      const from = Math.max(stretch.start, start) - start;
      const to = Math.min(stretch.end, end) - start;
      let lane = laneEnds.findIndex((laneEnd) => laneEnd < from);
      if (lane === -1) lane = laneEnds.length;
      laneEnds[lane] = to;
      segments.push({ stretch, from, to, lane, opens: stretch.start >= start, closes: stretch.end <= end });
    }
    rows.push({ start, end, lanes: laneEnds.length, segments });
  }
  return rows;
}

/** How many residues fit in `width` pixels, in tens: cells of `cell` pixels, a gap after every tenth. */
export function residuesPerRow(width: number, cell: number, gap: number): number {
  const tens = Math.floor((width + gap) / (10 * cell + gap));
  return Math.max(1, Math.min(tens, 10)) * 10;
}
