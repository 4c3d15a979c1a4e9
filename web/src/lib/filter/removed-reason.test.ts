import { describe, expect, it } from "vitest";
import { parseRemovedReason } from "./removed-reason";

describe("parseRemovedReason", () => {
  it.each([
    ["9 peaks are left, fewer than 15", { code: "min_peaks", left: "9", required: "15" }],
    ["MS level 1 is not searched", { code: "ms_level", level: "1" }],
    ["the retention time 12.5 s is below 60 s", { code: "below", value: "12.5 s", limit: "60 s" }],
    ["the precursor m/z 1801.2 Th is above 1600 Th", { code: "above", value: "1801.2 Th", limit: "1600 Th" }],
    ["the precursor charge 1 is below 2", { code: "below", value: "1", limit: "2" }],
    ["the total ion current 1e-05 is below 1000", { code: "below", value: "1e-05", limit: "1000" }],
    ["the spectrum has the other polarity", { code: "polarity" }],
    ["the dissociation method is not among those chosen", { code: "activation" }],
  ])("reads “%s”", (text, reason) => {
    expect(parseRemovedReason(text)).toEqual(reason);
  });

  it("leaves what it does not know to the engine's own words", () => {
    expect(parseRemovedReason("the spectrum is boring")).toBeNull();
  });
});
