import { describe, expect, it } from "vitest";
import { dayBounds } from "./day-bounds";

describe("dayBounds", () => {
  it("takes in the whole of both days", () => {
    expect(dayBounds("2026-02-28", "2026-02-28")).toEqual({
      since: new Date(2026, 1, 28).toISOString(),
      until: new Date(2026, 2, 1).toISOString(),
    });
  });

  it("bounds nothing by an empty or unfinished day", () => {
    expect(dayBounds("", "2026-02")).toEqual({});
  });
});
