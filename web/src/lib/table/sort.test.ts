import { describe, expect, it } from "vitest";
import { nextSort, parseSort } from "./sort";

describe("sort", () => {
  it("is written as the API has it", () => {
    expect(parseSort("-hyperscore")).toEqual({ column: "hyperscore", descending: true });
    expect(parseSort("e_value")).toEqual({ column: "e_value", descending: false });
  });

  it("turns round on the same column, and begins a new one in its own direction", () => {
    expect(nextSort("e_value", "e_value", false)).toBe("-e_value");
    expect(nextSort("-e_value", "e_value", false)).toBe("e_value");
    expect(nextSort("e_value", "psms", true)).toBe("-psms");
  });
});
