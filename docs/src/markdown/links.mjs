import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { visit } from "unist-util-visit";
import { base, repository } from "../site.mjs";

const pages = fileURLToPath(new URL("../content/docs/", import.meta.url));
const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Ends the build where a written page was not built: Astro goes on after a page that it could not read. */
export const everyPage = {
  name: "every-page",
  hooks: {
    "astro:build:done": ({ dir }) => {
      const missing = fs
        .readdirSync(pages, { recursive: true })
        .filter((name) => /\.mdx?$/.test(name))
        .filter((name) => !fs.existsSync(path.join(fileURLToPath(dir), slugOf(name), "index.html")));
      if (missing.length > 0) throw new Error(`not built, see the errors above: ${missing.join(", ")}`);
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
    throw new Error(`${path.relative(root, page)}: there is no file ${link}: mend the link or add the file`);
  }
  const slug = path.relative(pages, target);
  if (!slug.startsWith("..") && /\.mdx?$/.test(slug)) {
    return `${base}/${slugOf(slug)}${hash}`;
  }
  const kind = fs.statSync(target).isDirectory() ? "tree" : "blob";
  return `${repository}/${kind}/main/${path.relative(root, target)}${hash}`;
}

/** The address of a page, below the base: `en/delivery/flow/`. */
function slugOf(name) {
  return name
    .replace(/\.mdx?$/, "")
    .replace(/(^|\/)index$/, "$1")
    .replace(/([^/])$/, "$1/")
    .toLowerCase();
}
