/** A moment in the reader's language and time zone. Only for what the browser renders: a server has another zone. */
export function formatMoment(iso: string, locale: string, dateStyle: "medium" | "long" = "medium"): string {
  return new Intl.DateTimeFormat(locale, { dateStyle, timeStyle: "short" }).format(new Date(iso));
}
