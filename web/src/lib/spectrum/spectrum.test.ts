import { describe, expect, it } from "vitest";
import {
  bestMatchByPeak,
  brokenBonds,
  type FragmentMatch,
  fragmentError,
  fragmentLabel,
  ladder,
} from "./fragments";
import { clampRange, fullRange, lowerBound, panRange, ticks, withoutOverlap, zoomRange } from "./viewport";

const match = (ion: string, ordinal: number, overrides: Partial<FragmentMatch> = {}): FragmentMatch => ({
  ion,
  ordinal,
  charge: 1,
  loss: null,
  peak: 0,
  theoretical_mz: 500,
  error_ppm: 4,
  ...overrides,
});

describe("fragments", () => {
  it("are labelled as the field writes them", () => {
    expect(fragmentLabel(match("y", 12))).toBe("y12");
    expect(fragmentLabel(match("b", 3, { charge: 2, loss: "NH3" }))).toBe("b3−NH3++");
  });

  it("stand on the bond that broke, counted from their own terminus", () => {
    const bonds = ladder(5, [match("b", 2), match("y", 3), match("y", 1), match("b", 9)]);
    expect(bonds).toHaveLength(4);
    expect(bonds[1]?.nTerminal).toHaveLength(1);
    expect(bonds[1]?.cTerminal).toHaveLength(1);
    expect(bonds[3]?.cTerminal).toHaveLength(1);
    expect(brokenBonds(bonds)).toBe(2);
  });

  it("give their error in the unit of the tolerance", () => {
    expect(fragmentError(match("y", 1), "ppm")).toBe(4);
    expect(fragmentError(match("y", 1), "Da")).toBeCloseTo(0.002, 9);
  });

  it("name a peak by the plainest match", () => {
    const best = bestMatchByPeak([
      match("b", 4, { peak: 7, loss: "H2O" }),
      match("y", 3, { peak: 7 }),
      match("y", 6, { peak: 7, charge: 2 }),
    ]);
    expect(best.get(7)).toMatchObject({ ion: "y", ordinal: 3 });
  });
});

describe("viewport", () => {
  const bounds = { min: 100, max: 1100 };

  it("begins with the whole spectrum and a margin", () => {
    expect(fullRange([200, 500, 1200])).toEqual({ min: 170, max: 1230 });
    expect(fullRange([])).toEqual({ min: 0, max: 1000 });
  });

  it("zooms around a point that stays in its place", () => {
    const range = zoomRange(bounds, 0.5, 350, bounds);
    expect(range).toEqual({ min: 225, max: 725 });
    expect((350 - range.min) / (range.max - range.min)).toBeCloseTo(0.25, 12);
  });

  it("never leaves the spectrum nor becomes too narrow", () => {
    expect(panRange({ min: 900, max: 1100 }, 0.5, bounds)).toEqual({ min: 900, max: 1100 });
    expect(clampRange({ min: 300, max: 300.01 }, bounds)).toEqual({ min: 300, max: 300.5 });
    expect(zoomRange(bounds, 4, 500, bounds)).toEqual(bounds);
  });

  it("has round ticks", () => {
    expect(ticks({ min: 170, max: 1230 }, 6)).toEqual([200, 400, 600, 800, 1000, 1200]);
    expect(ticks({ min: 500.1, max: 500.6 }, 5)).toEqual([500.1, 500.2, 500.3, 500.4, 500.5, 500.6]);
  });

  it("finds the first peak of a stretch", () => {
    expect(lowerBound([100, 200, 300], 200)).toBe(1);
    expect(lowerBound([100, 200, 300], 301)).toBe(3);
    expect(lowerBound([], 1)).toBe(0);
  });

  it("leaves out labels that would cover a more important one", () => {
    const box = (x: number, y: number) => ({ x, y, width: 20, height: 10 });
    expect(withoutOverlap([box(0, 0), box(10, 0), box(30, 0), box(10, 12)])).toHaveLength(3);
  });
});
