import { visit } from "unist-util-visit";

/**
 * What may be wider than a narrow screen scrolls by itself, and can be reached by the keyboard: tables, and formulas on
 * lines of their own. The empty corner of a table is no header.
 */
export function scrollWhatIsWide() {
  return (tree) => {
    visit(tree, "element", (node, index, parent) => {
      if (node.tagName === "th" && node.children.length === 0) node.tagName = "td";
      if (node.properties?.className?.includes("katex-display")) node.properties.tabIndex = 0;
      if (node.tagName !== "table" || parent.properties?.className?.includes("wide")) return undefined;
      const wide = { type: "element", tagName: "div", properties: { className: ["wide"], tabIndex: 0 }, children: [node] };
      parent.children[index] = wide;
      return index; // its cells are visited within the wrapper
    });
  };
}
