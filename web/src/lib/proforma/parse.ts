/** A residue with what is attached to it, as ProForma writes it. */
export interface Residue {
  letter: string;
  modifications: string[];
}

export interface ParsedPeptide {
  residues: Residue[];
  nTerm: string[];
  cTerm: string[];
}

/** Reads the text up to the bracket that closes the one at `start`; brackets may nest in a tag. */
function readTag(text: string, start: number): { tag: string; next: number } {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    if (text[index] === "[") depth += 1;
    if (text[index] === "]") depth -= 1;
    if (depth === 0) return { tag: text.slice(start + 1, index), next: index + 1 };
  }
  return { tag: text.slice(start + 1), next: text.length };
}

/**
 * The residues and modifications of a linear peptide in ProForma 2, as the engine writes it: `[Acetyl]-EM[Oxidation]K`.
 * Only what pages need to draw it; the engine is the judge of the notation.
 */
export function parseProforma(text: string): ParsedPeptide {
  const peptide: ParsedPeptide = { residues: [], nTerm: [], cTerm: [] };
  let index = 0;
  let pendingTerminal: string[] = [];
  while (index < text.length) {
    const character = text[index] ?? "";
    if (character === "/") break; // charge
    if (character === "[") {
      const { tag, next } = readTag(text, index);
      index = next;
      const last = peptide.residues.at(-1);
      if (last) last.modifications.push(tag);
      else pendingTerminal.push(tag);
      continue;
    }
    if (character === "-") {
      if (peptide.residues.length === 0) {
        peptide.nTerm = pendingTerminal;
        pendingTerminal = [];
        index += 1;
        continue;
      }
      index += 1;
      while (text[index] === "[") {
        const { tag, next } = readTag(text, index);
        peptide.cTerm.push(tag);
        index = next;
      }
      continue;
    }
    if (character >= "A" && character <= "Z") peptide.residues.push({ letter: character, modifications: [] });
    index += 1;
  }
  return peptide;
}
