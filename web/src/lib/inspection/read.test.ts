import { describe, expect, it } from "vitest";
import { readInspection } from "./read";

describe("readInspection", () => {
  it("takes what a row shows", () => {
    expect(
      readInspection({
        format: "mzml",
        run: { instrument_model: "LTQ Orbitrap" },
        spectra: { total: 1203 },
        acquisition: { type: "dda", reason: "…" },
        warnings: [{ code: "unsorted_peaks", count: 2, message: "2 spectra were sorted" }],
      }),
    ).toEqual({
      format: "mzML",
      instrument: "LTQ Orbitrap",
      spectra: 1203,
      acquisition: "dda",
      warnings: [{ code: "unsorted_peaks", message: "2 spectra were sorted" }],
    });
  });

  it("survives what is missing or of another shape", () => {
    expect(readInspection(null)).toBeNull();
    expect(readInspection({ spectra: null, run: null, acquisition: "dda" })).toEqual({
      format: null,
      instrument: null,
      spectra: null,
      acquisition: null,
      warnings: [],
    });
  });
});
