/** Why the filter took a spectrum out: the engine says it in English; what its sentences state, for other languages. */

export type RemovedReason =
  | { code: "min_peaks"; left: string; required: string }
  | { code: "ms_level"; level: string }
  | { code: "below" | "above"; value: string; limit: string }
  | { code: "polarity" }
  | { code: "activation" };

const MIN_PEAKS = /^(?<left>\d+) peaks are left, fewer than (?<required>\d+)$/;
const MS_LEVEL = /^MS level (?<level>\d+) is not searched$/;
const LIMIT =
  /^the [a-z/ ]+? (?<value>[\d.e+-]+(?: \w+)?) is (?<side>below|above) (?<limit>[\d.e+-]+(?: \w+)?)$/;

/** Null for a sentence that is newer than this page. */
export function parseRemovedReason(text: string): RemovedReason | null {
  const peaks = MIN_PEAKS.exec(text)?.groups;
  if (peaks) return { code: "min_peaks", left: peaks.left ?? "", required: peaks.required ?? "" };
  const level = MS_LEVEL.exec(text)?.groups;
  if (level) return { code: "ms_level", level: level.level ?? "" };
  const limit = LIMIT.exec(text)?.groups;
  if (limit)
    return {
      code: limit.side === "below" ? "below" : "above",
      value: limit.value ?? "",
      limit: limit.limit ?? "",
    };
  if (text === "the spectrum has the other polarity") return { code: "polarity" };
  if (text === "the dissociation method is not among those chosen") return { code: "activation" };
  return null;
}
