"use client";

import { useFixedModifications } from "@/lib/proforma/fixed-modifications";
import { parseProforma } from "@/lib/proforma/parse";

/** A peptide with its modified residues marked; what they carry stands in the title. */
export function PeptideText({ proforma }: { proforma: string }) {
  const fixed = useFixedModifications();
  const { residues, nTerm, cTerm } = parseProforma(proforma);
  const last = residues.length - 1;
  return (
    <span className="figures font-medium tracking-[0.01em]" title={proforma}>
      {residues.map(({ letter, modifications }, index) => {
        const carried = [...modifications, ...(index === 0 ? nTerm : []), ...(index === last ? cTerm : [])];
        const modified = carried.some((modification) => !fixed.has(modification));
        return (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a residue is its position
            key={index}
            className={modified ? "rounded-[3px] bg-mixture-soft px-px text-mixture" : undefined}
          >
            {letter}
          </span>
        );
      })}
    </span>
  );
}
