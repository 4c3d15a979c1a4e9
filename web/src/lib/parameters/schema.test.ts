import { describe, expect, it } from "vitest";
import { byGroup, fromText, type ParameterField, parameterFields, toText } from "./schema";

const fields = parameterFields({
  properties: {
    precursor_tolerance: {
      type: ["number", "null"],
      minimum: 0,
      default: null,
      description: "Half width.",
      "x-group": "search",
    },
    precursor_tolerance_unit: {
      type: ["string", "null"],
      enum: ["ppm", "Da", null],
      default: null,
      "x-group": "search",
    },
    missed_cleavages: { type: "integer", minimum: 0, maximum: 10, default: 2, "x-group": "digestion" },
    fixed_modifications: {
      type: "array",
      items: { type: "string" },
      default: ["Carbamidomethyl@C"],
      "x-group": "modifications",
    },
    isotope_errors: { type: "array", items: { type: "integer" }, default: [0, 1], "x-group": "search" },
    deisotope: { type: "boolean", default: true, "x-group": "filter" },
    retention_time_min_s: { type: "number", "x-unit": "s", "x-group": "filter" },
  },
});
const field = (key: string) => fields.find((one) => one.key === key) as ParameterField;

describe("parameterFields", () => {
  it("tells the kinds of control apart", () => {
    expect(fields.map((one) => one.kind)).toEqual([
      "number",
      "choice",
      "integer",
      "texts",
      "integers",
      "boolean",
      "number",
    ]);
    expect(field("precursor_tolerance").nullable).toBe(true);
    expect(field("precursor_tolerance_unit").choices).toEqual(["ppm", "Da"]);
    expect(field("retention_time_min_s").unit).toBe("s");
  });

  it("keeps groups in the order of the schema", () => {
    expect(byGroup(fields).map(([group, members]) => [group, members.length])).toEqual([
      ["search", 3],
      ["digestion", 1],
      ["modifications", 1],
      ["filter", 2],
    ]);
  });
});

describe("fromText", () => {
  it.each([
    ["precursor_tolerance", "12.5", { value: 12.5 }],
    ["precursor_tolerance", "0,5", { value: 0.5 }],
    ["precursor_tolerance", "", { value: null }],
    ["precursor_tolerance", "wide", { problem: "number" }],
    ["precursor_tolerance", "-1", { problem: "minimum" }],
    ["missed_cleavages", "1.5", { problem: "integer" }],
    ["missed_cleavages", "11", { problem: "maximum" }],
    ["fixed_modifications", "Carbamidomethyl@C, ", { value: ["Carbamidomethyl@C"] }],
    ["fixed_modifications", " ", { value: [] }],
    ["isotope_errors", "0, 1,2", { value: [0, 1, 2] }],
    ["isotope_errors", "0, x", { problem: "integer" }],
  ])("reads %s from “%s”", (key, text, result) => {
    expect(fromText(field(key), text)).toEqual(result);
  });

  it("is the inverse of toText", () => {
    expect(fromText(field("isotope_errors"), toText([0, 1]))).toEqual({ value: [0, 1] });
    expect(toText(null)).toBe("");
  });
});
