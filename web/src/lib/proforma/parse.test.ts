import { describe, expect, it } from "vitest";
import { parseProforma } from "./parse";

const letters = (text: string) =>
  parseProforma(text)
    .residues.map((residue) => residue.letter)
    .join("");

describe("parseProforma", () => {
  it("reads a bare sequence", () => {
    expect(letters("LVNELTEFAK")).toBe("LVNELTEFAK");
  });

  it("puts a modification on the residue before it", () => {
    const { residues } = parseProforma("EM[Oxidation]EVC[UNIMOD:4]K");
    expect(residues[1]).toEqual({ letter: "M", modifications: ["Oxidation"] });
    expect(residues[4]).toEqual({ letter: "C", modifications: ["UNIMOD:4"] });
  });

  it("reads terminal modifications", () => {
    expect(parseProforma("[Acetyl]-MK")).toMatchObject({ nTerm: ["Acetyl"], cTerm: [] });
    expect(parseProforma("MK-[Amidated]")).toMatchObject({ nTerm: [], cTerm: ["Amidated"] });
  });

  it("survives nested brackets, a charge, and a tag that never closes", () => {
    expect(parseProforma("AK[Glycan:Hex[2]]R/2").residues[1]?.modifications).toEqual(["Glycan:Hex[2]"]);
    expect(letters("PEPTIDE/2")).toBe("PEPTIDE");
    expect(letters("PEK[Oxid")).toBe("PEK");
  });
});
