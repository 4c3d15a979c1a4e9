import { describe, expect, it } from "vitest";
import { cleanSequence, invalidResidues } from "./clean";

describe("cleanSequence", () => {
  it("keeps the residues of a pasted FASTA entry or GenBank block", () => {
    expect(cleanSequence(">sp|P02769|ALBU_BOVIN\nMKWVTF\nISLLLL*\n")).toBe("MKWVTFISLLLL");
    expect(cleanSequence("  1 mkwvtfisll\n 11 llfssaysrg")).toBe("MKWVTFISLLLLFSSAYSRG");
  });

  it("names what is no amino acid", () => {
    expect(invalidResidues("MK-WV?T?")).toEqual(["-", "?"]);
    expect(invalidResidues("MKWVTUX")).toEqual([]);
  });
});
