/** One part of a file: bytes [start, end) under its 1-based number. */
export interface PartPlan {
  number: number;
  start: number;
  end: number;
}

/** Cuts a file into parts of `partSizeBytes`; the last may be shorter. An empty file is one empty part. */
export function planParts(sizeBytes: number, partSizeBytes: number): PartPlan[] {
  if (!(partSizeBytes > 0)) throw new RangeError("The part size must be positive.");
  const parts: PartPlan[] = [];
  for (let start = 0; start < sizeBytes || parts.length === 0; start += partSizeBytes) {
    parts.push({ number: parts.length + 1, start, end: Math.min(start + partSizeBytes, sizeBytes) });
  }
  return parts;
}

/** Milliseconds to wait before attempt `attempt` (1-based) is repeated: doubling, capped, with full jitter. */
export function retryDelay(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(30_000, 500 * 2 ** (attempt - 1));
  return ceiling / 2 + (ceiling / 2) * random();
}
