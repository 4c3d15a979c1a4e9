/** Guesses which protein a file should hold from its name, to prefill what a person can change. */

/** UniProt's accession pattern (https://www.uniprot.org/help/accession_numbers), with an optional isoform. */
const UNIPROT =
  /(?:^|[^A-Z0-9])([OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9](?:[A-Z][A-Z0-9]{2}[0-9]){1,2})(-\d{1,2})?(?=$|[^A-Z0-9])/i;

/** `run3_P02769_01.mzML` → `P02769`; null when no part of the name reads like an accession. */
export function guessAccession(fileName: string): string | null {
  const match = UNIPROT.exec(fileName.replace(/\.(gz|mzml|mzxml|mgf|raw|d|wiff)\b/gi, ""));
  return match?.[1] ? (match[1] + (match[2] ?? "")).toUpperCase() : null;
}
