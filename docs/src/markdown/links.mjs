import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { visit } from "unist-util-visit";
import { base, repository } from "../site.mjs";

const pages = fileURLToPath(new URL("../content/docs/", import.meta.url));
const root = fileURLToPath(new URL("../../../", import.meta.url));

/** What resolveLinks found broken. Astro reports a page that it could not read, builds it empty, and goes on. */
const broken = [];

/** Ends the build, once everything that can be built has been, where a link is broken. */
export const noBrokenLinks = {
  name: "no-broken-links",
  hooks: {
    "astro:build:done": () => {
      if (broken.length > 0) throw new Error(`broken links:\n${broken.join("\n")}`);
    },
  },
};

/**
 * Pages link to files, as they lie in the repository: `../delivery/flow.md#branches`, `../../../../../../server/openapi.json`.
 * So links work on GitHub and in an editor too. Here a page becomes its address, any other file its place on GitHub.
 * A link to what does not exist ends the build.
 */
export function resolveLinks() {
  return (tree, file) => {
    visit(tree, ["link", "definition"], (node) => {
      if (/^([a-z][a-z0-9+.-]*:|\/|#)/i.test(node.url)) return;
      node.url = address(path.dirname(file.path), node.url, file.path);
    });
  };
}

function address(folder, link, page) {
  const [name, anchor] = link.split("#", 2);
  const target = path.resolve(folder, decodeURIComponent(name));
  const hash = anchor ? `#${anchor}` : "";
  if (!fs.existsSync(target)) {
    broken.push(`${path.relative(root, page)}: there is no file ${link}: mend the link or add the file`);
    throw new Error(broken.at(-1));
  }
  const slug = path.relative(pages, target);
  if (!slug.startsWith("..") && /\.mdx?$/.test(slug)) {
    return `${base}/${addressOf(slug)}${hash}`;
  }
  const kind = fs.statSync(target).isDirectory() ? "tree" : "blob";
  return `${repository}/${kind}/main/${path.relative(root, target)}${hash}`;
}

/** The address of a page, below the base: `en/delivery/flow/`. */
function addressOf(name) {
  return name
    .replace(/\.mdx?$/, "")
    .replace(/(^|\/)index$/, "$1")
    .replace(/([^/])$/, "$1/")
    .toLowerCase();
}
