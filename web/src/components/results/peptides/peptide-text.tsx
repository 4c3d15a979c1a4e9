import { parseProforma } from "@/lib/proforma/parse";

/** A peptide with its modified residues marked; what they carry stands in the title. */
export function PeptideText({ proforma }: { proforma: string }) {
  const { residues, nTerm, cTerm } = parseProforma(proforma);
  const last = residues.length - 1;
  return (
    <span className="figures font-medium tracking-[0.01em]" title={proforma}>
      {residues.map(({ letter, modifications }, index) => {
        const marks = [...modifications, ...(index === 0 ? nTerm : []), ...(index === last ? cTerm : [])];
        // biome-ignore lint/suspicious/noArrayIndexKey: a residue is its position
        return marks.length > 0 ? (
          <mark key={index} className="rounded-[3px] bg-mixture-soft px-px text-mixture">
            {letter}
          </mark>
        ) : (
          <span key={index}>{letter}</span>
        );
      })}
    </span>
  );
}
