import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "./browser.mjs";
import { settings, themes } from "./theme.mjs";

const docs = fileURLToPath(new URL("../../", import.meta.url));
const cache = path.join(docs, "node_modules/.cache/diagrams");
const require = createRequire(import.meta.url);
const FENCE = /^( *)```mermaid\n([\s\S]*?)^\1```$/gm;

/** The pictures of a diagram, by theme. They must have been drawn. */
export async function pictures(source) {
  return Object.fromEntries(
    await Promise.all(themes.map(async (theme) => [theme, await fs.readFile(place(source, theme), "utf8")])),
  );
}

/** Draws the diagrams of every page that are not in the cache, in one browser. */
export async function drawDiagrams(folder = path.join(docs, "src/content/docs")) {
  const missing = [];
  for (const { source, page } of await diagrams(folder)) {
    for (const theme of themes) {
      if (!(await exists(place(source, theme)))) missing.push({ source, page, theme });
    }
  }
  if (missing.length === 0) return;
  await fs.mkdir(cache, { recursive: true });
  const browser = await launch();
  try {
    const canvas = await browser.newPage();
    await canvas.setContent(`<style>${await font()}</style><p style="font-family:'Instrument Sans Variable'">.</p>`);
    await canvas.addScriptTag({ path: require.resolve("mermaid/dist/mermaid.min.js") });
    await canvas.evaluate(() => document.fonts.load("16px 'Instrument Sans Variable'"));
    for (const { source, page, theme } of missing) {
      const svg = await canvas.evaluate(
        ([id, text, options]) => {
          mermaid.initialize(options);
          return mermaid.render(id, text).then(({ svg }) => svg, (error) => ({ error: String(error) }));
        },
        [`d${hash(source)}${theme}`, source, settings(theme)],
      );
      if (svg.error) throw new Error(`${path.relative(docs, page)}: mermaid: ${svg.error}\n${source}`);
      await fs.writeFile(place(source, theme), svg);
    }
  } finally {
    await browser.close();
  }
}

async function diagrams(folder) {
  const found = [];
  for (const entry of await fs.readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!/\.mdx?$/.test(entry.name)) continue;
    const page = path.join(entry.parentPath, entry.name);
    for (const match of (await fs.readFile(page, "utf8")).matchAll(FENCE)) found.push({ source: match[2].trim(), page });
  }
  return found;
}

/** The same source and the same look give the same name. */
function place(source, theme) {
  return path.join(cache, `${hash(JSON.stringify(settings(theme)) + source)}.${theme}.svg`);
}

function hash(text) {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** The site's own font, so that labels are as wide when drawn as when read. */
async function font() {
  const file = require.resolve("@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2");
  const data = (await fs.readFile(file)).toString("base64");
  return `@font-face{font-family:"Instrument Sans Variable";font-weight:400 700;src:url(data:font/woff2;base64,${data})}`;
}

async function exists(file) {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}
