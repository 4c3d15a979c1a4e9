import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function violations(rules: AxeBuilder): Promise<string[]> {
  const { violations: found } = await rules.analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join("; ")}`);
}

async function show(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await expect(page.locator("html")).toHaveClass(new RegExp(`\\b${colorScheme}\\b`));
}

/**
 * The peptides of a coverage map and the marks of a fragment ladder lie as close as residues do. WCAG 2.5.8 allows it
 * where another control of full size does the same: the table of peptides, and the table of fragments.
 */
export const DENSE_FIGURE = ["target-size"];

/** Checks the page against WCAG 2.2 A and AA, in both themes: these differ in nothing but their colours. */
export async function expectAccessible(page: Page, except: string[] = []): Promise<void> {
  await show(page, "dark");
  const colours = new AxeBuilder({ page }).withRules(["color-contrast"]);
  expect(await violations(colours), `${page.url()} in the dark theme`).toEqual([]);
  await show(page, "light");
  const all = new AxeBuilder({ page }).withTags(TAGS).disableRules(except);
  expect(await violations(all), `${page.url()} in the light theme`).toEqual([]);
}
