import type { CountedRange, Stretch } from "@/lib/coverage/layout";

interface CoverageOverviewProps {
  length: number;
  counted: CountedRange;
  counts: Uint16Array;
  active: Stretch | null;
}

/** Runs of residues that are covered, as [first, last] from 1. */
function coveredRuns(counts: Uint16Array): [number, number][] {
  const runs: [number, number][] = [];
  counts.forEach((count, index) => {
    if (count === 0) return;
    const last = runs.at(-1);
    if (last && last[1] === index) last[1] = index + 1;
    else runs.push([index + 1, index + 1]);
  });
  return runs;
}

/** The whole protein as one bar; what the coverage does not count is a thin line. */
export function CoverageOverview({ length, counted, counts, active }: CoverageOverviewProps) {
  const ticks = [0.25, 0.5, 0.75].map((share) => Math.round(length * share));
  return (
    <svg viewBox={`0 0 ${length} 30`} preserveAspectRatio="none" className="h-7 w-full" aria-hidden="true">
      <rect x="0" y="11.5" width={length} height="1" fill="var(--line-strong)" />
      <rect
        x={counted.from - 1}
        y="4"
        width={counted.to - counted.from + 1}
        height="16"
        fill="var(--sunken)"
      />
      {coveredRuns(counts).map(([first, last]) => (
        <rect
          key={first}
          x={first - 1}
          y="4"
          width={last - first + 1}
          height="16"
          fill="var(--brand)"
          opacity="0.85"
        />
      ))}
      {active && (
        <rect
          x={active.start - 1}
          y="0"
          width={active.end - active.start + 1}
          height="24"
          fill="var(--caution)"
          opacity="0.8"
        />
      )}
      {ticks.map((tick) => (
        <line
          key={tick}
          x1={tick}
          x2={tick}
          y1="22"
          y2="28"
          stroke="var(--line-strong)"
          strokeWidth="1"
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}
