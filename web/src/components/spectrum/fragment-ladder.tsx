"use client";

import { useTranslations } from "next-intl";
import { cn } from "@/lib/cn";
import { useFixedModifications } from "@/lib/proforma/fixed-modifications";
import type { Residue } from "@/lib/proforma/parse";
import { type Bond, type FragmentMatch, fragmentLabel } from "@/lib/spectrum/fragments";

const STEP = 30;
const MIDDLE = 44;
const HEIGHT = 88;

interface FragmentLadderProps {
  residues: readonly Residue[];
  nTerm: readonly string[];
  cTerm: readonly string[];
  bonds: readonly Bond[];
  selectedPeak: number | null;
  onSelect: (peak: number) => void;
}

/** The peptide with a mark at every bond that a fragment shows broken: N-terminal series above, C-terminal below. */
export function FragmentLadder({
  residues,
  nTerm,
  cTerm,
  bonds,
  selectedPeak,
  onSelect,
}: FragmentLadderProps) {
  const t = useTranslations("Spectrum");
  const fixed = useFixedModifications();
  const width = residues.length * STEP + 24;
  const x = (position: number) => 12 + position * STEP;
  return (
    <nav className="overflow-x-auto" aria-label={t("ladder")}>
      <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} className="mx-auto block">
        <title>{t("ladder")}</title>
        {residues.map((residue, index) => {
          const modified = [
            ...residue.modifications,
            ...(index === 0 ? nTerm : []),
            ...(index === residues.length - 1 ? cTerm : []),
          ];
          const marked = modified.some((modification) => !fixed.has(modification));
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a residue is its position
            <g key={index}>
              {marked && (
                <rect
                  x={x(index) + 4}
                  y={MIDDLE - 13}
                  width={STEP - 8}
                  height={26}
                  rx={5}
                  fill="var(--mixture-soft)"
                />
              )}
              <text
                x={x(index) + STEP / 2}
                y={MIDDLE + 1}
                textAnchor="middle"
                dominantBaseline="middle"
                className={cn("font-mono font-medium text-[18px]", marked ? "fill-mixture" : "fill-ink")}
              >
                {residue.letter}
                {modified.length > 0 && <title>{modified.join(", ")}</title>}
              </text>
            </g>
          );
        })}
        {bonds.map((bond) => (
          <g key={bond.position}>
            <BondMark
              matches={bond.nTerminal}
              x={x(bond.position)}
              up
              selectedPeak={selectedPeak}
              onSelect={onSelect}
            />
            <BondMark
              matches={bond.cTerminal}
              x={x(bond.position)}
              up={false}
              selectedPeak={selectedPeak}
              onSelect={onSelect}
            />
          </g>
        ))}
      </svg>
    </nav>
  );
}

interface BondMarkProps {
  matches: readonly FragmentMatch[];
  x: number;
  up: boolean;
  selectedPeak: number | null;
  onSelect: (peak: number) => void;
}

function BondMark({ matches, x, up, selectedPeak, onSelect }: BondMarkProps) {
  const shown = matches.find((match) => !match.loss && match.charge === 1) ?? matches[0];
  if (!shown) return null;
  const side = up ? -1 : 1;
  const tip = MIDDLE + side * 20;
  const selected = matches.some((match) => match.peak === selectedPeak);
  const names = matches.map(fragmentLabel).join(", ");
  return (
    <a
      href={`#peak-${shown.peak}`}
      aria-label={names}
      onClick={(event) => {
        event.preventDefault();
        onSelect(shown.peak);
      }}
      className="group outline-none"
    >
      <title>{names}</title>
      <rect
        x={x - STEP / 2}
        y={up ? 4 : MIDDLE + 6}
        width={STEP}
        height={HEIGHT / 2 - 10}
        rx={4}
        className={cn(
          "fill-transparent group-focus-visible:stroke-focus group-focus-visible:stroke-2",
          selected && "fill-sunken",
        )}
      />
      <path
        d={`M${x} ${MIDDLE + side * 3}V${tip}${up ? "h-9" : "h9"}`}
        fill="none"
        stroke={`var(--ion-${shown.ion})`}
        strokeWidth={selected ? 3 : 2}
        strokeLinecap="round"
      />
      <text
        x={x + (up ? -5 : 5)}
        y={tip + side * 9}
        textAnchor="middle"
        dominantBaseline="middle"
        fill={`var(--ion-${shown.ion})`}
        className="font-mono font-medium text-[10.5px]"
      >
        {fragmentLabel({ ...shown, charge: 1, loss: null })}
      </text>
    </a>
  );
}
