import { visit } from "unist-util-visit";
import { drawDiagrams, pictures } from "../diagrams/draw.mjs";

/** Draws all diagrams before pages are built. */
export const diagrams = {
  name: "diagrams",
  hooks: { "astro:config:setup": () => drawDiagrams() },
};

/** A fence of mermaid becomes its two pictures; styles show the one of the reader's theme. */
export function placeDiagrams() {
  return async (tree, file) => {
    const fences = [];
    visit(tree, "code", (node) => {
      if (node.lang === "mermaid") fences.push(node);
    });
    for (const fence of fences) {
      const title = /^\s*accTitle:\s*(.+)$/m.exec(fence.value)?.[1];
      if (!title) throw new Error(`${file.path}: a diagram has no 'accTitle: …': say what it shows`);
      const { light, dark } = await pictures(fence.value.trim());
      fence.type = "html";
      fence.value = `<figure class="diagram not-content" tabindex="0" aria-label="${escape(title)}">${themed(light, "light-only")}${themed(dark, "dark-only")}</figure>`;
    }
  };
}

/** The width that mermaid drew is kept for the styles, which let narrow screens scroll instead of shrinking the text. */
function themed(svg, name) {
  const width = Math.ceil(Number(/viewBox="[-\d.]+ [-\d.]+ ([\d.]+)/.exec(svg)[1]));
  return `<div class="${name}" style="--drawn:${width}px">${svg}</div>`;
}

function escape(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
