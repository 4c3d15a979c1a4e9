/** The moments that bound some days of the reader's calendar, both days included; an empty day bounds nothing. */
export function dayBounds(from: string, to: string): { since?: string; until?: string } {
  const since = startOf(from, 0);
  const until = startOf(to, 1);
  return { ...(since ? { since } : {}), ...(until ? { until } : {}) };
}

function startOf(day: string, plusDays: number): string | null {
  const [year, month, date] = day.split("-").map(Number);
  if (!year || !month || !date) return null;
  return new Date(year, month - 1, date + plusDays).toISOString();
}
