import { describe, expect, it } from "vitest";
import {
  decimalsOf,
  formatBytes,
  formatMass,
  formatPercent,
  formatRelation,
  formatRetentionTime,
  formatScientific,
  formatSigned,
  scientific,
} from "./quantities";

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [1023, "1,023 B"],
    [1536, "1.5 KiB"],
    [5 * 1024 ** 2, "5 MiB"],
    [3.25 * 1024 ** 3, "3.3 GiB"],
  ])("writes %d as %s", (bytes, text) => {
    expect(formatBytes(bytes, "en")).toBe(text);
  });

  it("uses the reader's decimal comma", () => {
    expect(formatBytes(1536, "pt-BR")).toBe("1,5 KiB");
  });
});

describe("scientific", () => {
  it("keeps readable numbers plain", () => {
    expect(scientific(0.0123, "en")).toEqual({ bound: null, mantissa: "0.012", exponent: null });
    expect(scientific(12, "en")).toEqual({ bound: null, mantissa: "12", exponent: null });
  });

  it("splits small E-values into mantissa and exponent", () => {
    expect(scientific(3.21e-41, "en")).toEqual({ bound: null, mantissa: "3.2", exponent: -41 });
    expect(scientific(3.21e-41, "pt-BR")).toEqual({ bound: null, mantissa: "3,2", exponent: -41 });
  });

  it("carries a mantissa that rounds up to ten", () => {
    expect(scientific(9.99e-8, "en")).toEqual({ bound: null, mantissa: "1.0", exponent: -7 });
  });

  it.each([1e-300, 5e-324])("knows that the engine writes no E-value below 1e-300 (%d)", (value) => {
    expect(scientific(value, "en")).toEqual({ bound: "≤", mantissa: null, exponent: -300 });
    expect(formatScientific(value, "en")).toBe("≤\u00a010⁻³⁰⁰");
    expect(formatRelation(value, "en")).toBe("≤\u00a010⁻³⁰⁰");
  });

  it("writes what is above the bound, and zero, as they are", () => {
    expect(formatRelation(1.2e-299, "en")).toBe("=\u00a01.2 × 10⁻²⁹⁹");
    expect(scientific(0, "en")).toEqual({ bound: null, mantissa: "0", exponent: null });
  });

  it("typesets the power for sentences", () => {
    expect(formatScientific(3.21e-41, "en")).toBe("3.2 × 10⁻⁴¹");
  });
});

describe("decimalsOf", () => {
  it.each([
    [[0, 0.25, 0.5], 2],
    [[0.1, 0.2, 0.3], 1],
    [[0, 5, 10], 0],
    [[3], 0],
  ])("tells %j apart with %d decimals", (values, decimals) => {
    expect(decimalsOf(values)).toBe(decimals);
  });
});

describe("units", () => {
  it("writes a retention time in minutes and seconds", () => {
    expect(formatRetentionTime(725.34, "en")).toBe("12:05.3");
    expect(formatRetentionTime(59.99, "en")).toBe("0:59.9");
  });

  it("signs errors with a true minus", () => {
    expect(formatSigned(-3.24, "en", 1)).toBe("−3.2");
    expect(formatSigned(0.26, "pt-BR", 1)).toBe("+0,3");
  });

  it("writes masses and percentages", () => {
    expect(formatMass(66430.27, "en")).toBe("66,430.3 Da");
    expect(formatPercent(38.04, "pt-BR")).toBe("38,0\u00a0%");
  });
});
