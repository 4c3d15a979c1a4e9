import { describe, expect, it } from "vitest";
import { vendorOf } from "./vendor";

describe("vendorOf", () => {
  it.each([
    ["BSA1.RAW", "Thermo, Waters"],
    ["run.wiff.scan", "SCIEX"],
    ["digest.d", "Bruker, Agilent"],
    ["run.raw.gz", "Thermo, Waters"],
  ])("knows %s", (name, vendor) => {
    expect(vendorOf(name)).toBe(vendor);
  });

  it.each(["run.mzML", "run.mzML.gz", "run.mzXML", "run.mgf", "no extension"])(
    "has nothing against %s",
    (name) => {
      expect(vendorOf(name)).toBeNull();
    },
  );
});
