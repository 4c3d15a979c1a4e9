import { describe, expect, it } from "vitest";
import { fixedModificationNames, isModified } from "./fixed-modifications";

describe("fixed modifications", () => {
  const fixed = fixedModificationNames(["Carbamidomethyl@C"]);

  it("are known by name", () => {
    expect([...fixed]).toEqual(["Carbamidomethyl"]);
    expect(fixedModificationNames(undefined).size).toBe(0);
  });

  it("do not make a peptide a modified one", () => {
    expect(isModified("LC[Carbamidomethyl]K", fixed)).toBe(false);
    expect(isModified("LC[Carbamidomethyl]M[Oxidation]K", fixed)).toBe(true);
    expect(isModified("[Acetyl]-MK", fixed)).toBe(true);
  });
});
