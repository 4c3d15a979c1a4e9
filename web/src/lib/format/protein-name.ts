/** `Albumin OS=Bos taurus OX=9913 GN=ALB PE=1 SV=4` → name "Albumin", organism "Bos taurus". */
export interface ProteinName {
  name: string;
  organism: string | null;
}

/** Splits a UniProt-style FASTA description, without what it declares of the mature chain; other descriptions are a name as they stand. */
export function proteinName(description: string): ProteinName {
  const organism = /\bOS=(.+?)(?=\s[A-Z]{2}=|$)/.exec(description)?.[1] ?? null;
  const name = description
    .replace(/\s*\b[A-Z]{2}=.*$/, "")
    .replace(/\s*\(mature [^)]*\)/, "")
    .trim();
  return { name: name || description.trim(), organism };
}

/** The name to call a protein by in a sentence: its name, or its accession when the entry has no other. */
export function displayName(protein: { accession: string; description: string }): string {
  return proteinName(protein.description).name || protein.accession;
}
