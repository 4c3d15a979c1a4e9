"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { useElementSize } from "@/components/spectrum/canvas";
import { cn } from "@/lib/cn";
import {
  type CountedRange,
  type CoverageRow,
  coverageRows,
  coveredWithin,
  depth,
  type PlacedPeptide,
  residuesPerRow,
  type Segment,
  type Stretch,
  stretches,
} from "@/lib/coverage/layout";
import { formatNumber, formatPercent, formatRelation } from "@/lib/format/quantities";
import { isModified, useFixedModifications } from "@/lib/proforma/fixed-modifications";
import { CoverageOverview } from "./coverage-overview";

const GAP = 9;
const LANE = 9;

/** Widths in pixels: of a residue, and of what stands beside the sequence. */
const WIDE = { cell: 15, margin: 108 };
const NARROW = { cell: 12, margin: 52 };
const NARROW_BELOW = 560;

interface CoverageMapProps {
  sequence: string;
  /** Which residues the percentage counts. */
  counted: CountedRange;
  peptides: readonly PlacedPeptide[];
  onOpenPeptide: (peptideId: number) => void;
}

const xOf = (column: number, cell: number) => column * cell + Math.floor(column / 10) * GAP;

/** The protein residue by residue, with the peptides that were seen stacked under it. */
export function CoverageMap({ sequence, counted, peptides, onOpenPeptide }: CoverageMapProps) {
  const t = useTranslations("Coverage");
  const locale = useLocale();
  const [ref, { width }] = useElementSize<HTMLDivElement>();
  const [active, setActive] = useState<Stretch | null>(null);
  const covering = useMemo(() => stretches(peptides), [peptides]);
  const counts = useMemo(() => depth(sequence.length, covering), [sequence, covering]);
  const { cell, margin } = width < NARROW_BELOW ? NARROW : WIDE;
  const perRow = residuesPerRow(Math.max(0, width - margin), cell, GAP);
  const rows = useMemo(() => coverageRows(sequence.length, perRow, covering), [sequence, perRow, covering]);
  const covered = coveredWithin(counts, counted);
  const total = counted.to - counted.from + 1;
  const isWhole = total === sequence.length;

  return (
    <div ref={ref} className="px-5 pb-5">
      <CoverageOverview length={sequence.length} counted={counted} counts={counts} active={active} />
      <div className="mt-3 mb-4 flex flex-wrap items-center gap-x-6 gap-y-1 text-[0.88rem] text-ink-soft">
        <span>
          {t(isWhole ? "coveredResidues" : "coveredMature", {
            covered,
            total,
            ...counted,
            percent: formatPercent((covered / Math.max(1, total)) * 100, locale),
          })}
        </span>
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="inline-block h-2 w-6 rounded-full bg-brand" /> {t("legendPeptide")}
        </span>
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="inline-block h-2 w-6 rounded-full bg-mixture" /> {t("legendModified")}
        </span>
        {!isWhole && (
          <span className="flex items-center gap-1.5">
            <span aria-hidden className="not-counted inline-block h-3 w-6 rounded-[3px]" />{" "}
            {t("legendNotCounted")}
          </span>
        )}
        <span aria-live="polite" className="min-h-5 basis-full font-mono text-[0.84rem] text-ink">
          {active
            ? t("activePeptide", {
                start: active.start,
                end: active.end,
                sequence: active.forms[0]?.proforma ?? active.sequence,
                psms: active.psms,
                eValue:
                  active.forms[0]?.e_value == null ? "= –" : formatRelation(active.forms[0].e_value, locale),
              })
            : t("hint")}
        </span>
      </div>
      {width > 0 && (
        <ol className="grid gap-3" aria-label={t("mapLabel")}>
          {rows.map((row) => (
            <CoverageRowView
              key={row.start}
              row={row}
              cell={cell}
              sequence={sequence}
              counts={counts}
              counted={counted}
              active={active}
              onActivate={setActive}
              onOpenPeptide={onOpenPeptide}
              numberFormat={(value) => formatNumber(value, locale)}
            />
          ))}
        </ol>
      )}
    </div>
  );
}

interface CoverageRowViewProps {
  row: CoverageRow;
  cell: number;
  sequence: string;
  counts: Uint16Array;
  counted: CountedRange;
  active: Stretch | null;
  onActivate: (stretch: Stretch | null) => void;
  onOpenPeptide: (peptideId: number) => void;
  numberFormat: (value: number) => string;
}

function CoverageRowView({
  row,
  cell,
  sequence,
  counts,
  counted,
  active,
  onActivate,
  onOpenPeptide,
  numberFormat,
}: CoverageRowViewProps) {
  const letters = sequence.slice(row.start - 1, row.end);
  return (
    <li className="flex gap-3">
      <span aria-hidden className="figures w-8 shrink-0 pt-0.5 sm:w-10 text-right text-ink-faint">
        {numberFormat(row.start)}
      </span>
      <div
        className="relative shrink-0"
        style={{ width: xOf(letters.length, cell), minHeight: 24 + row.lanes * LANE }}
      >
        <p className="sr-only">{letters}</p>
        {[...letters].map((letter, column) => {
          const residue = row.start + column;
          const seen = (counts[residue - 1] ?? 0) > 0;
          const isCounted = residue >= counted.from && residue <= counted.to;
          const highlighted = active !== null && residue >= active.start && residue <= active.end;
          return (
            <span
              key={residue}
              aria-hidden
              style={{ left: xOf(column, cell), width: cell }}
              className={cn(
                "absolute top-0 h-5.5 text-center font-mono text-[13px] leading-[22px] sm:text-[14px]",
                seen ? "bg-brand-soft font-medium text-brand-strong" : "text-ink-faint",
                !isCounted && "not-counted",
                highlighted && "bg-brand text-on-brand",
              )}
            >
              {letter}
            </span>
          );
        })}
        {row.segments.map((segment) => (
          <SegmentButton
            key={`${segment.stretch.start}-${segment.stretch.end}`}
            segment={segment}
            cell={cell}
            active={active === segment.stretch}
            onActivate={onActivate}
            onOpenPeptide={onOpenPeptide}
          />
        ))}
      </div>
      <span aria-hidden className="figures hidden pt-0.5 text-ink-faint sm:block">
        {numberFormat(row.end)}
      </span>
    </li>
  );
}

interface SegmentButtonProps {
  segment: Segment;
  cell: number;
  active: boolean;
  onActivate: (stretch: Stretch | null) => void;
  onOpenPeptide: (peptideId: number) => void;
}

function SegmentButton({ segment, cell, active, onActivate, onOpenPeptide }: SegmentButtonProps) {
  const t = useTranslations("Coverage");
  const fixed = useFixedModifications();
  const { stretch, from, to, lane, opens, closes } = segment;
  const best = stretch.forms[0];
  const modified = stretch.forms.some((form) => isModified(form.proforma, fixed));
  const left = xOf(from, cell);
  return (
    <button
      type="button"
      aria-label={t("peptideButton", {
        sequence: stretch.sequence,
        start: stretch.start,
        end: stretch.end,
        psms: stretch.psms,
      })}
      onClick={() => best && onOpenPeptide(best.id)}
      onPointerEnter={() => onActivate(stretch)}
      onPointerLeave={() => onActivate(null)}
      onFocus={() => onActivate(stretch)}
      onBlur={() => onActivate(null)}
      style={{ left, width: xOf(to, cell) + cell - left, top: 25 + lane * LANE }}
      className="absolute flex h-[9px] items-center focus-visible:z-10"
    >
      <span
        className={cn(
          "block h-[5px] w-full transition-[height]",
          modified ? "bg-mixture" : "bg-brand",
          opens && "rounded-l-full",
          closes && "rounded-r-full",
          active ? "h-[8px]" : "opacity-80",
        )}
      />
    </button>
  );
}
