import { visit } from "unist-util-visit";

/**
 * A picture whose name ends in `-light.png` has a twin that ends in `-dark.png`: pages name the light one, readers see
 * the one that suits their theme.
 */
export function bothThemes() {
  return (tree) => {
    visit(tree, "image", (image, index, parent) => {
      if (!image.url.endsWith("-light.png")) return undefined;
      const dark = structuredClone(image);
      dark.url = image.url.replace(/-light\.png$/, "-dark.png");
      image.data = { hProperties: { class: "light-only" } };
      dark.data = { hProperties: { class: "dark-only" } };
      parent.children.splice(index + 1, 0, dark);
      return index + 2;
    });
  };
}
