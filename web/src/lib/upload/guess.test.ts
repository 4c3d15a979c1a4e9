import { describe, expect, it } from "vitest";
import { guessAccession } from "./guess";

describe("guessAccession", () => {
  it.each([
    ["P02769.mzML", "P02769"],
    ["2026-03-01_P02769_rep1.mzML.gz", "P02769"],
    ["albumin-p02769.mgf", "P02769"],
    ["A0A024R161_run.mzXML", "A0A024R161"],
    ["Q9Y6K9-2.mzML", "Q9Y6K9-2"],
  ])("finds the accession in %s", (name, accession) => {
    expect(guessAccession(name)).toBe(accession);
  });

  it.each(["BSA1.mzML", "sample_01.mgf", "XP02769X.mzML"])("finds none in %s", (name) => {
    expect(guessAccession(name)).toBeNull();
  });
});
