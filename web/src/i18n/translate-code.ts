/** A translator of any namespace, asked for a key that is only known at run time. */
interface Translator {
  (key: never, values?: never): string;
  has: (key: never) => boolean;
}

/**
 * The words for a code that the engine or the API gave, such as a filter step or a reason. A code that is newer than
 * the translations keeps the words that came with it.
 */
export function translateCode(
  t: Translator,
  code: string,
  fallback: string,
  values?: Record<string, unknown>,
): string {
  return t.has(code as never) ? t(code as never, values as never) : fallback;
}
