/** Draws who tells whom what: a line `who: A, B, C`, then lines `A -> B: text` (`-->` dashed), in type that a room can read. */

const WIDTH = 1152;
const HEAD = 58;
const STEP = 54;
const MARGIN = 95;

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

export function sequence(source) {
  const [first, ...lines] = source.trim().split("\n");
  const who = first.replace(/^who: */, "").split(/ *, */);
  const place = (name) => {
    const index = who.indexOf(name);
    if (index < 0) throw new Error(`sequence: '${name}' is not in: ${who.join(", ")}`);
    return MARGIN + (index * (WIDTH - 2 * MARGIN)) / (who.length - 1);
  };
  const height = HEAD + STEP * lines.length + 24;
  const heads = who.map((name) => {
    const x = place(name);
    return `<line class="life" x1="${x}" x2="${x}" y1="${HEAD}" y2="${height}"/>
      <rect class="box" x="${x - MARGIN}" width="${2 * MARGIN}" y="2" height="${HEAD - 8}" rx="9"/>
      <text x="${x}" y="35" text-anchor="middle" class="name">${escape(name)}</text>`;
  });
  const tellings = lines.map((line, index) => {
    const match = line.match(/^(.+?) (--?>) (.+?): (.+)$/);
    if (!match) throw new Error(`sequence: '${line}' is not 'A -> B: text'`);
    const [, from, arrow, to, text] = match;
    const [start, end, y] = [place(from), place(to), HEAD + STEP * (index + 1)];
    const tip = end > start ? -3 : 3;
    return `<line class="arrow${arrow === "-->" ? " hint" : ""}" x1="${start}" x2="${end + tip}" y1="${y}" y2="${y}" marker-end="url(#tip)"/>
      <text x="${(start + end) / 2}" y="${y - 11}" text-anchor="middle" class="said">${escape(text)}</text>`;
  });
  return `<svg role="img" aria-label="${escape(lines.join("; "))}" viewBox="0 0 ${WIDTH} ${height}">
    <defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L10 5L0 10z" class="tip"/></marker></defs>
    ${heads.join("\n")}${tellings.join("\n")}</svg>`;
}
