import { describe, expect, it } from "vitest";
import { daysUntil } from "./dates";

describe("daysUntil", () => {
  const now = Date.parse("2026-03-01T12:00:00Z");

  it.each([
    ["2026-03-02T12:00:00Z", 1],
    ["2026-03-02T11:59:59Z", 0],
    ["2027-03-01T12:00:00Z", 365],
    ["2026-03-01T11:59:59Z", -1],
  ])("%s is %i days away", (iso, days) => {
    expect(daysUntil(iso, now)).toBe(days);
  });
});
