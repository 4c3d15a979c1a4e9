/** Sizes, percentages, masses and E-values as people write them in the reader's language. */

const BINARY_UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** 1536 → "1.5 KiB". */
export function formatBytes(bytes: number, locale: string): string {
  const exponent = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), BINARY_UNITS.length - 1);
  const value = bytes / 1024 ** exponent;
  const digits = exponent === 0 || value >= 100 ? 0 : 1;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value)} ${BINARY_UNITS[exponent]}`;
}

/** 12.345 (percent, not a fraction) → "12.3 %". */
export function formatPercent(percent: number, locale: string, digits = 1): string {
  return `${formatNumber(percent, locale, digits)}\u00a0%`;
}

/** A number with exactly `digits` decimals. */
export function formatNumber(value: number, locale: string, digits = 0): string {
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** How many decimals tell equally spaced axis values apart: 2 for 0, 0.25, 0.5. */
export function decimalsOf(values: readonly number[]): number {
  const step = (values[1] ?? 0) - (values[0] ?? 0);
  for (let decimals = 0; decimals < 6; decimals++) {
    if (Math.abs(step - Number(step.toFixed(decimals))) < 1e-9) return decimals;
  }
  return 6;
}

/** A mass in daltons → "66,430.3 Da". */
export function formatMass(daltons: number, locale: string): string {
  return `${formatNumber(daltons, locale, daltons >= 10_000 ? 1 : 4)} Da`;
}

/** Seconds → "12:05.3" (minutes and seconds). */
export function formatRetentionTime(seconds: number, locale: string): string {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds - minutes * 60;
  const text = new Intl.NumberFormat(locale, {
    minimumIntegerDigits: 2,
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(Math.min(rest, 59.9));
  return `${minutes}:${text}`;
}

/** A signed error with its unit: −3.2 ppm. */
export function formatSigned(value: number, locale: string, digits: number): string {
  const text = formatNumber(Math.abs(value), locale, digits);
  if (value === 0) return text;
  return `${value < 0 ? "−" : "+"}${text}`;
}

/** The engine writes no E-value below this: its logarithm would still be known, the double no longer. */
const SMALLEST_E_VALUE = 1e-300;

/** A small or large positive number split for typesetting: 3.2 × 10⁻⁴¹ → { mantissa: "3.2", exponent: -41 }. */
export interface Scientific {
  /** "≤" where the number is only a bound. */
  bound: "≤" | null;
  /** Null for a bare power of ten. */
  mantissa: string | null;
  exponent: number | null;
}

/** E-values and the like: plain between 0.001 and 10,000, powers of ten outside, 0 as it is. */
export function scientific(value: number, locale: string): Scientific {
  if (value === 0) return { bound: null, mantissa: "0", exponent: null };
  const magnitude = Math.abs(value);
  if (magnitude <= SMALLEST_E_VALUE) return { bound: "≤", mantissa: null, exponent: -300 };
  if (magnitude >= 1e-3 && magnitude < 1e4) {
    const text = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 }).format(value);
    return { bound: null, mantissa: text, exponent: null };
  }
  let exponent = Math.floor(Math.log10(magnitude));
  let mantissa = Number((value / 10 ** exponent).toFixed(1));
  if (Math.abs(mantissa) >= 10) {
    mantissa /= 10;
    exponent += 1;
  }
  return { bound: null, mantissa: formatNumber(mantissa, locale, 1), exponent };
}

const SUPERSCRIPTS: Record<string, string> = {
  "-": "⁻",
  "0": "⁰",
  "1": "¹",
  "2": "²",
  "3": "³",
  "4": "⁴",
  "5": "⁵",
  "6": "⁶",
  "7": "⁷",
  "8": "⁸",
  "9": "⁹",
};

function plainText({ mantissa, exponent }: Scientific): string {
  if (exponent === null) return mantissa ?? "";
  const digits = String(exponent).replace(/[-\d]/g, (character) => SUPERSCRIPTS[character] ?? character);
  return mantissa === null ? `10${digits}` : `${mantissa} × 10${digits}`;
}

/** {@link scientific} as plain text with superscript digits, for sentences and accessible names. */
export function formatScientific(value: number, locale: string): string {
  const parts = scientific(value, locale);
  return parts.bound ? `${parts.bound}\u00a0${plainText(parts)}` : plainText(parts);
}

/** What follows the name of a quantity: "= 3.2 × 10⁻⁴¹", or "≤ 10⁻³⁰⁰" for a bound. */
export function formatRelation(value: number, locale: string): string {
  const parts = scientific(value, locale);
  return `${parts.bound ?? "="}\u00a0${plainText(parts)}`;
}
