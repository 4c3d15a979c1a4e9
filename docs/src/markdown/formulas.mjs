import { visit } from "unist-util-visit";

/** A formula on lines of its own scrolls on a narrow screen, so it can be reached by the keyboard. */
export function focusableFormulas() {
  return (tree) => {
    visit(tree, "element", (node) => {
      if (node.properties?.className?.includes("katex-display")) node.properties.tabIndex = 0;
    });
  };
}
