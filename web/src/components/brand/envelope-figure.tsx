import { cn } from "@/lib/cn";

/** Relative heights of the isotope peaks of a peptide of about 2.2 kDa. */
const ENVELOPE = [0.78, 1, 0.72, 0.38, 0.16, 0.06];

interface Series {
  x: number;
  height: number;
  kind: "b" | "y";
  label: string;
}

const FRAGMENTS: Series[] = [
  { x: 92, height: 0.3, kind: "b", label: "b2" },
  { x: 148, height: 0.22, kind: "y", label: "y2" },
  { x: 221, height: 0.46, kind: "b", label: "b3" },
  { x: 266, height: 0.62, kind: "y", label: "y3" },
  { x: 334, height: 0.36, kind: "b", label: "b4" },
  { x: 402, height: 0.88, kind: "y", label: "y4" },
  { x: 471, height: 0.28, kind: "b", label: "b5" },
  { x: 548, height: 0.72, kind: "y", label: "y5" },
  { x: 628, height: 0.5, kind: "y", label: "y6" },
  { x: 704, height: 0.34, kind: "y", label: "y7" },
];

const BASE = 420;
const HEIGHT = 300;
const noise = Array.from({ length: 74 }, (_, index) => ({
  x: 40 + index * 10 + ((index * 7) % 5),
  height: 0.02 + (((index * 37) % 11) / 11) * 0.075,
}));

/** The welcome page's drawing: a fragment spectrum with its precursor's isotope envelope in the corner. */
export function EnvelopeFigure({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 800 460"
      className={cn("text-ink", className)}
      aria-hidden="true"
      preserveAspectRatio="xMidYMax meet"
    >
      {noise.map((peak) => (
        <path
          key={peak.x}
          d={`M${peak.x} ${BASE}v-${(peak.height * HEIGHT).toFixed(1)}`}
          stroke="var(--peak-removed)"
          strokeWidth="1.5"
        />
      ))}
      {FRAGMENTS.map((peak) => {
        const top = BASE - peak.height * HEIGHT;
        return (
          <g key={peak.label} stroke={`var(--ion-${peak.kind})`} fill={`var(--ion-${peak.kind})`}>
            <path d={`M${peak.x} ${BASE}V${top}`} strokeWidth="2.5" strokeLinecap="round" />
            <text
              x={peak.x}
              y={top - 10}
              textAnchor="middle"
              fontSize="15"
              stroke="none"
              className="font-mono"
            >
              {peak.label}
            </text>
          </g>
        );
      })}
      <path d={`M30 ${BASE}H780`} stroke="var(--line-strong)" strokeWidth="1.5" />
      {Array.from({ length: 16 }, (_, index) => 40 + index * 48).map((x) => (
        <path key={x} d={`M${x} ${BASE}v7`} stroke="var(--line-strong)" />
      ))}
      <g transform="translate(596 34)" stroke="var(--brand)">
        {ENVELOPE.map((height, index) => (
          <path
            key={height}
            d={`M${index * 26} 130V${130 - height * 108}`}
            strokeWidth="4"
            strokeLinecap="round"
          />
        ))}
        <path
          d="M-34 130C-14 130-16 22 14 14c30-8 32 64 62 92 22 20 50 24 82 24"
          fill="none"
          strokeOpacity="0.4"
          strokeWidth="1.5"
        />
        <path d="M-40 130H164" stroke="var(--line-strong)" strokeWidth="1.5" />
      </g>
    </svg>
  );
}
