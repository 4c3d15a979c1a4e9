import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

async function violations(page: Page, except: string[]) {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .disableRules(except)
    .analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join("; ")}`);
}

/**
 * The peptides of a coverage map and the marks of a fragment ladder lie as close as residues do. WCAG 2.5.8 allows it
 * where another control of full size does the same: the table of peptides, and the table of fragments.
 */
export const DENSE_FIGURE = ["target-size"];

/** Checks the page against WCAG 2.2 A and AA, in the light and in the dark theme. */
export async function expectAccessible(page: Page, except: string[] = []): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveClass(new RegExp(`\\b${colorScheme}\\b`));
    expect(await violations(page, except), `${page.url()} in the ${colorScheme} theme`).toEqual([]);
  }
}
