import { describe, expect, it } from "vitest";
import { coverageRows, coveredWithin, depth, type PlacedPeptide, residuesPerRow, stretches } from "./layout";

const peptide = (id: number, start: number | null, end: number | null, e_value = 0.01): PlacedPeptide => ({
  id,
  proforma: `P${id}`,
  sequence: `P${id}`,
  start,
  end,
  psms: 2,
  e_value,
  accepted: true,
});

describe("coverage", () => {
  it("groups the forms of one stretch, the best first, and leaves out what has no place", () => {
    const [first, second] = stretches([
      peptide(1, 11, 20),
      peptide(2, 1, 8, 0.1),
      peptide(3, 1, 8, 1e-9),
      peptide(4, null, null),
    ]);
    expect(first).toMatchObject({ start: 1, end: 8, psms: 4 });
    expect(first?.forms.map((form) => form.id)).toEqual([3, 2]);
    expect(second?.start).toBe(11);
  });

  it("counts how many stretches cover each residue", () => {
    expect([...depth(6, stretches([peptide(1, 1, 3), peptide(2, 3, 4)]))]).toEqual([1, 1, 2, 1, 0, 0]);
  });

  it("counts covered residues of the mature chain only", () => {
    const counts = depth(10, stretches([peptide(1, 1, 4), peptide(2, 8, 10)]));
    expect(coveredWithin(counts, { from: 1, to: 10 })).toBe(7);
    expect(coveredWithin(counts, { from: 3, to: 8 })).toBe(3);
  });

  it("continues a peptide on the next row", () => {
    const rows = coverageRows(25, 10, stretches([peptide(1, 8, 12)]));
    expect(rows.map((row) => [row.start, row.end])).toEqual([
      [1, 10],
      [11, 20],
      [21, 25],
    ]);
    expect(rows[0]?.segments[0]).toMatchObject({ from: 7, to: 9, opens: true, closes: false });
    expect(rows[1]?.segments[0]).toMatchObject({ from: 0, to: 1, opens: false, closes: true });
    expect(rows[2]?.lanes).toBe(0);
  });

  it("stacks overlapping peptides and reuses lanes", () => {
    const [row] = coverageRows(30, 30, stretches([peptide(1, 1, 10), peptide(2, 5, 15), peptide(3, 12, 20)]));
    expect(row?.segments.map((segment) => segment.lane)).toEqual([0, 1, 0]);
    expect(row?.lanes).toBe(2);
  });

  it("fits whole tens of residues", () => {
    expect(residuesPerRow(1000, 16, 8)).toBe(60);
    expect(residuesPerRow(120, 16, 8)).toBe(10);
    expect(residuesPerRow(9000, 16, 8)).toBe(100);
  });
});
