import { parseProforma } from "@/lib/proforma/parse";

/** A peptide with its modified residues marked; what they carry stands in the title. */
export function PeptideText({ proforma }: { proforma: string }) {
  const { residues, nTerm, cTerm } = parseProforma(proforma);
  const last = residues.length - 1;
  return (
    <span className="figures font-medium tracking-[0.01em]" title={proforma}>
      {residues.map(({ letter, modifications }, index) => {
        const modified =
          modifications.length + (index === 0 ? nTerm.length : 0) + (index === last ? cTerm.length : 0) > 0;
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
