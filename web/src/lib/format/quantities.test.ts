import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatMass,
  formatPercent,
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
    expect(scientific(0.0123, "en")).toEqual({ mantissa: "0.012", exponent: null });
    expect(scientific(12, "en")).toEqual({ mantissa: "12", exponent: null });
  });

  it("splits small E-values into mantissa and exponent", () => {
    expect(scientific(3.21e-41, "en")).toEqual({ mantissa: "3.2", exponent: -41 });
    expect(scientific(3.21e-41, "pt-BR")).toEqual({ mantissa: "3,2", exponent: -41 });
  });

  it("carries a mantissa that rounds up to ten", () => {
    expect(scientific(9.99e-8, "en")).toEqual({ mantissa: "1.0", exponent: -7 });
  });

  it("survives the smallest doubles", () => {
    expect(scientific(5e-324, "en")).toEqual({ mantissa: "4.9", exponent: -324 });
    expect(scientific(0, "en")).toEqual({ mantissa: "0", exponent: null });
  });

  it("typesets the power for sentences", () => {
    expect(formatScientific(3.21e-41, "en")).toBe("3.2 × 10⁻⁴¹");
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
