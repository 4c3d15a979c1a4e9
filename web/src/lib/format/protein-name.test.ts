import { describe, expect, it } from "vitest";
import { displayName, proteinName } from "./protein-name";

describe("proteinName", () => {
  it("splits a UniProt description", () => {
    expect(proteinName("Albumin OS=Bos taurus OX=9913 GN=ALB PE=1 SV=4")).toEqual({
      name: "Albumin",
      organism: "Bos taurus",
    });
  });

  it("leaves out the mature chain", () => {
    expect(proteinName("Albumin (mature 25-607, 17 disulfide bonds) OS=Bos taurus").name).toBe("Albumin");
  });

  it("leaves other descriptions as they are", () => {
    expect(proteinName("my construct, His-tagged")).toEqual({
      name: "my construct, His-tagged",
      organism: null,
    });
  });

  it("falls back to the accession", () => {
    expect(displayName({ accession: "P02769", description: "" })).toBe("P02769");
  });
});
