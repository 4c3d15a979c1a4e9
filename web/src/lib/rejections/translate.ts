/**
 * What the engine and the server say of files that they refuse, in another language. They say it in English, as
 * "PLACE: PROBLEM; REMEDY", and the particulars stand within; so a catalogue has their sentences with `{}` for each.
 */
export interface Catalogue {
  /** Sentences that stand alone. */
  sentences: Record<string, string>;
  problems: Record<string, string>;
  remedies: Record<string, string>;
  /** What the parts of a place are called. */
  places: Record<"line" | "byte" | "spectrum" | "parameter", string>;
}

const HOLE = "{}";

function fits(template: string, text: string): string[] | null {
  const pattern = template
    .split(HOLE)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("(.+)");
  return new RegExp(`^${pattern}$`, "s").exec(text)?.slice(1) ?? null;
}

function fill(template: string, values: readonly string[]): string {
  return template
    .split(HOLE)
    .map((part, index) => part + (values[index] ?? ""))
    .join("");
}

function lookUp(entries: Record<string, string>, text: string): string | null {
  const exact = entries[text];
  if (exact !== undefined) return exact;
  for (const [template, translation] of Object.entries(entries)) {
    if (!template.includes(HOLE)) continue;
    const values = fits(template, text);
    if (values) return fill(translation, values);
  }
  return null;
}

/** The remedy's translation and the text before it; a text may have none. */
function splitRemedy(text: string, remedies: Catalogue["remedies"]): [rest: string, remedy: string | null] {
  for (let at = text.indexOf("; "); at >= 0; at = text.indexOf("; ", at + 1)) {
    const remedy = lookUp(remedies, text.slice(at + 2));
    if (remedy !== null) return [text.slice(0, at), remedy];
  }
  return [text, null];
}

function translatePlace(place: string, names: Catalogue["places"]): string {
  return place
    .replace(/, line (\d+)/, `, ${names.line} $1`)
    .replace(/, byte (\d+)/, `, ${names.byte} $1`)
    .replace(/, spectrum /, `, ${names.spectrum} `)
    .replace(/^parameter /, `${names.parameter} `);
}

/** The text in the language of the catalogue; as it is where any part of it is not known. */
export function translateRejection(text: string, catalogue: Catalogue): string {
  const sentence = lookUp(catalogue.sentences, text);
  if (sentence !== null) return sentence;
  const [rest, remedy] = splitRemedy(text, catalogue.remedies);
  for (let at = rest.indexOf(": "); at >= 0; at = rest.indexOf(": ", at + 1)) {
    const problem = lookUp(catalogue.problems, rest.slice(at + 2));
    if (problem === null) continue;
    const place = translatePlace(rest.slice(0, at), catalogue.places);
    return `${place}: ${problem}${remedy === null ? "" : `; ${remedy}`}`;
  }
  return text;
}
