/** Slides as pages and PDF: `node slides/build.mjs FOLDER [--images]`. Drawings, pictures and type end up inside the files. */
import fs from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { marpCli } from "@marp-team/marp-cli";
import { sequence } from "./sequence.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const cache = path.join(here, "../node_modules/.cache");
const require = createRequire(import.meta.url);
const FONTS = [
  ["Instrument Sans Variable", "400 700", "@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2"],
  ["Newsreader Variable", "200 800", "@fontsource-variable/newsreader/files/newsreader-latin-opsz-normal.woff2"],
  ["IBM Plex Mono", "500", "@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-500-normal.woff2"],
  ["IBM Plex Mono", "600", "@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-600-normal.woff2"],
];
const SEQUENCE = /^```sequence\n([\s\S]*?)^```$/gm;
const PICTURE = /!\[(.*?)\]\((\S+\.png) "(\d+) (\d+) (\d+) (\d+)"\)/g;
const DRAWING = /!\[(.*?)\]\((\S+\.svg)\)/g;

const data = async (file) => (await fs.readFile(file)).toString("base64");

async function theme() {
  const faces = FONTS.map(async ([name, weight, file]) =>
    `@font-face{font-family:"${name}";font-weight:${weight};src:url(data:font/woff2;base64,${await data(require.resolve(file))}) format("woff2")}`);
  return (await fs.readFile(path.join(here, "theme.css"), "utf8")) + (await Promise.all(faces)).join("\n");
}

async function replaceAll(text, pattern, replace) {
  const parts = await Promise.all([...text.matchAll(pattern)].map(replace));
  return text.replace(pattern, () => parts.shift());
}

const drawing = (svg) => `<figure class="drawing">${svg.replaceAll(/\s*\n\s*/g, " ")}</figure>`;

/** The part of a picture that its title names: left, top, width, height. */
async function part([, alt, file, left, top, width, height]) {
  const image = `<image href="data:image/png;base64,${await data(path.join(here, file))}" x="${-left}" y="${-top}"/>`;
  const inside = `<svg width="${width}" height="${height}">${image}</svg>`;
  return `<figure class="screen"><svg role="img" aria-label="${alt}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="xMidYMin">${inside}</svg></figure>`;
}

/** One deck, with everything that it refers to inside. */
async function whole(file) {
  let text = await fs.readFile(file, "utf8");
  text = text.replace(SEQUENCE, (_, source) => drawing(sequence(source)));
  text = await replaceAll(text, DRAWING, async ([, , name]) => drawing(await fs.readFile(path.join(here, name), "utf8")));
  return replaceAll(text, PICTURE, part);
}

async function run(...words) {
  const status = await marpCli(words);
  if (status !== 0) throw new Error(`marp ${words.join(" ")} ended with ${status}`);
}

const [folder, images] = process.argv.slice(2);
if (!folder) throw new Error("say where the slides go: node slides/build.mjs FOLDER");
await fs.mkdir(cache, { recursive: true });
const work = await fs.mkdtemp(path.join(cache, "slides-"));
try {
  await fs.mkdir(folder, { recursive: true });
  await fs.writeFile(path.join(work, "theme.css"), await theme());
  for (const name of (await fs.readdir(here)).filter((name) => name.endsWith(".md"))) {
    const deck = path.join(work, name);
    const out = path.join(folder, name.replace(/\.md$/, ""));
    await fs.writeFile(deck, await whole(path.join(here, name)));
    const browser = ["--browser", "chrome", "--browser-path", process.env.CHROMIUM ?? "/usr/bin/chromium"];
    const common = [deck, "--theme", path.join(work, "theme.css"), "--html", "--no-stdin", "--quiet", ...browser];
    await run(...common, "--output", `${out}.html`);
    await run(...common, "--pdf", "--pdf-outlines", "--output", `${out}.pdf`);
    if (images === "--images") await run(...common, "--images", "png", "--output", `${out}.png`);
  }
} finally {
  await fs.rm(work, { recursive: true });
}
