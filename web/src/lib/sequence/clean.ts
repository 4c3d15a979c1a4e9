/** Cleaning of protein sequences that people paste: FASTA headers, numbers, blanks and a final stop go. */

const AMINO_ACIDS = new Set("ACDEFGHIKLMNPQRSTVWYUOBJZX");

/** The bare sequence in upper case. */
export function cleanSequence(text: string): string {
  return text
    .replace(/^>.*$/gm, "")
    .replace(/[\s\d]/g, "")
    .replace(/\*$/, "")
    .toUpperCase();
}

/** The characters that stand for no amino acid, each once. */
export function invalidResidues(text: string): string[] {
  return [...new Set(cleanSequence(text))].filter((letter) => !AMINO_ACIDS.has(letter));
}
