import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { analyse, createSample, signUp, uploadRuns } from "./support/actions";
import { RUNS } from "./support/runs";

/**
 * The pictures of the README: `npm run screenshots` writes them into docs/src/assets/screens. Without MASSA_SCREENSHOTS they are
 * not taken, so that running the tests leaves the repository as it was.
 */
const folder = process.env.MASSA_SCREENSHOTS;

const LOOKS = [
  { locale: "en", colorScheme: "light" },
  { locale: "en", colorScheme: "dark" },
  { locale: "pt-BR", colorScheme: "light" },
  { locale: "pt-BR", colorScheme: "dark" },
] as const;

async function take(page: Page, name: string, address: string, prepare?: () => Promise<void>): Promise<void> {
  for (const { locale, colorScheme } of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto(`/${locale}${address}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle", { timeout: 3000 }).catch(() => undefined); // the event stream stays open
    await page.evaluate(() => document.fonts.ready);
    await prepare?.();
    await page.screenshot({ path: path.join(folder ?? "", `${name}-${locale}-${colorScheme}.png`) });
  }
}

async function makeToken(page: Page, name: string): Promise<void> {
  await page.goto("/en/account/tokens");
  await page.getByRole("button", { name: "New token" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Create token" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
}

test("pictures of the product", async ({ page }) => {
  test.skip(!folder, "set MASSA_SCREENSHOTS to the folder for the pictures");
  await page.setViewportSize({ width: 1280, height: 860 });
  await take(page, "sign-in", "/sign-in");
  await signUp(page, `photo-${Date.now()}@example.org`);
  await createSample(page, "Three digests");
  await uploadRuns(page);
  const sample = new URL(page.url()).pathname.replace(/^\/en/, "");
  const { items } = await (await page.request.get("/api/projects")).json();
  const project = items[0].id;
  await makeToken(page, "Instrument");
  await page.goto(`/en${sample}`);
  await analyse(page);
  for (const { file } of RUNS)
    await expect(page.getByRole("link", { name: `Open result of ${file}` })).toBeVisible({
      timeout: 120_000,
    });
  const analysis = new URL(page.url()).pathname.replace(/^\/en/, "");
  await page.getByRole("link", { name: `Open result of ${RUNS[0].file}` }).click();
  await expect(page).toHaveURL(/\/files\//);
  const result = new URL(page.url()).pathname.replace(/^\/en/, "");
  await take(page, "tokens", "/account/tokens");
  await take(page, "databases", `/projects/${project}/databases`);
  await take(page, "sample", sample);
  await take(page, "verdicts", analysis);
  await take(page, "overview", result);
  await take(page, "coverage", `${result}?tab=coverage`);
  await take(page, "filter", `${result}?tab=filter`);
  await take(page, "spectrum", `${result}?tab=psms`, async () => {
    await page.locator("#spectrum-title").evaluate((title) => {
      const header = 90; // the bar that stays on top
      window.scrollTo({ top: window.scrollY + title.getBoundingClientRect().top - header });
    });
  });
});
