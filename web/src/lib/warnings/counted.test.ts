import { expect, it } from "vitest";
import { parseCountedWarning } from "./counted";

it("takes number and first place out of a reader's warning", () => {
  expect(
    parseCountedWarning("12 spectra with m/z values that do not ascend: sorted (first: scan=7 (line 90))"),
  ).toEqual({ count: "12", place: "scan=7 (line 90)" });
  expect(parseCountedWarning("the expected sequence is also P02769 of the database")).toBeNull();
});
