/** How many things a reader's warning is about, and where the first is: "3 spectra …: sorted (first: scan=7)". */
export interface CountedWarning {
  count: string;
  place: string;
}

const COUNTED = /^(?<count>\d+) .+ \(first: (?<place>.+)\)$/s;

/** Null for a warning that counts nothing. */
export function parseCountedWarning(message: string): CountedWarning | null {
  const facts = COUNTED.exec(message)?.groups;
  return facts ? { count: facts.count ?? "", place: facts.place ?? "" } : null;
}
