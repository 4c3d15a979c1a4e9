/** A moment in the reader's language and time zone. Only for what the browser renders: a server has another zone. */
export function formatMoment(iso: string, locale: string, dateStyle: "medium" | "long" = "medium"): string {
  return new Intl.DateTimeFormat(locale, { dateStyle, timeStyle: "short" }).format(new Date(iso));
}

/** The day of a moment, likewise. */
export function formatDay(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(new Date(iso));
}

const DAY_MS = 24 * 3600 * 1000;

/** Whole days from `now` until a moment; negative once it is over. */
export function daysUntil(iso: string, now: number = Date.now()): number {
  return Math.floor((Date.parse(iso) - now) / DAY_MS);
}
