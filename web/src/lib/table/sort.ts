/** A sort as the API writes it: `column`, or `-column` for descending. */
export interface Sort {
  column: string;
  descending: boolean;
}

export function parseSort(text: string): Sort {
  return text.startsWith("-")
    ? { column: text.slice(1), descending: true }
    : { column: text, descending: false };
}

/** The sort after a click on a column: the other direction, or the column's own first direction. */
export function nextSort(current: string, column: string, descendingFirst: boolean): string {
  const sort = parseSort(current);
  const descending = sort.column === column ? !sort.descending : descendingFirst;
  return descending ? `-${column}` : column;
}
