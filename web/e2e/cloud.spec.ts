import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/accessibility";
import { analyse, createSample, uploadRuns } from "./support/actions";
import { freePort, type Product, startProduct } from "./support/product";
import { LONG_RUN } from "./support/runs";
import { type Services, startServices } from "./support/services";

/** The product as it is in the cloud: files in S3, rows in PostgreSQL, people at an OpenID Connect provider. */

let folder: string;
let services: Services;
let product: Product;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  folder = mkdtempSync(path.join(tmpdir(), "massa-e2e-cloud-"));
  const webPort = await freePort();
  services = await startServices(folder, `http://localhost:${webPort}`);
  product = await startProduct({ folder, webPort, environment: services.environment });
  context = await browser.newContext({ baseURL: product.url, viewport: { width: 1360, height: 900 } });
  page = await context.newPage();
});

test.afterAll(async () => {
  await context?.close();
  await product?.stop();
  await services?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Fills in the pages of the provider. */
async function signInAtProvider(login: string): Promise<void> {
  await page.locator("input[name=login]").fill(login);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  await page.locator("button[type=submit]", { hasText: "Continue" }).click();
}

test("from a sign-in at the provider to a result whose file is gone, and through an outage", async () => {
  await test.step("sign in where people have their passwords", async () => {
    await page.goto("/en/account/security");
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await expect(page.getByLabel("Password")).toHaveCount(0);
    await expectAccessible(page);
    await page.goto("/en/sign-up");
    await expect(page).toHaveURL(/\/sign-in$/);
    await page.getByRole("link", { name: "Sign in with University" }).click();
    await signInAtProvider("dora");
    await expect(page.getByText("Your e-mail address is not confirmed")).toBeVisible();
    await expectAccessible(page);
    await context.clearCookies();
    await page.goto("/en/account/security");
    await page.getByRole("link", { name: "Sign in with University" }).click();
    await signInAtProvider("clara");
    await expect(page.getByText("You sign in at University. Your password is there.")).toBeVisible();
    await expectAccessible(page);
  });

  const parts: string[] = [];
  const toStore = services.environment.MASSA_S3_ENDPOINT_URL ?? "";

  await test.step("a file goes to S3 in parts", async () => {
    page.on("request", (request) => {
      if (request.method() === "PUT") parts.push(request.url());
    });
    await page.goto("/en/samples");
    await createSample(page, "In the cloud");
    await uploadRuns(page, [LONG_RUN.file]);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part.startsWith(toStore), part).toBe(true);
  });

  const sample = new URL(page.url()).pathname;

  await test.step("its verdict, and a table from S3", async () => {
    await analyse(page);
    const card = page.getByRole("region", { name: LONG_RUN.file });
    await expect(card.getByText("Confirmed", { exact: true })).toBeVisible({ timeout: 60_000 });
    await card.getByRole("link", { name: `Open result of ${LONG_RUN.file}` }).click();
    await page.getByRole("tab", { name: "Downloads" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download proteins.tsv" }).click();
    const downloaded = await download;
    expect(downloaded.url().startsWith(toStore), downloaded.url()).toBe(true);
    expect(await readFile(await downloaded.path(), "utf8")).toContain(LONG_RUN.accession);
  });

  const result = new URL(page.url()).pathname;

  await test.step("the file goes, its result stays with its spectra", async () => {
    await page.goto(sample);
    await page.getByRole("button", { name: `Delete ${LONG_RUN.file}` }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await expect(page.getByText("Drop files here")).toBeVisible();
    await page.goto(result);
    await expect(page.getByText("The raw file has been deleted")).toBeVisible();
    await expect(page.getByText(/Results kept until/)).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("tab", { name: "Spectra" }).click();
    await expect(page.getByRole("group", { name: /^Spectrum with \d+ peaks/ })).toBeVisible();
  });

  await test.step("while the database is away, results are read and changes wait", async () => {
    await page.goto("/en/account");
    await page.getByLabel("Name").fill("Clara Lima");
    await services.stopDatabase();
    try {
      await page.getByRole("button", { name: "Save" }).click();
      await expect(page.getByText("Changes cannot be saved at the moment.")).toBeVisible();
      await expectAccessible(page);
      await page.getByRole("button", { name: "Save" }).click();
      await expect(page.getByText("1 change waits and is saved then")).toBeVisible();
      const reader = await context.newPage();
      await reader.goto(result);
      await expect(reader.getByRole("heading", { level: 1 })).toContainText("Albumin");
      await expect(reader.getByText("Changes cannot be saved at the moment.")).toBeVisible();
      await reader.close();
    } finally {
      await services.startDatabase();
    }
    await expect(page.getByText("Changes cannot be saved at the moment.")).toHaveCount(0, {
      timeout: 30_000,
    });
    await expect(page.getByText("Saved.")).toBeVisible();
    await page.reload();
    await expect(page.getByLabel("Name")).toHaveValue("Clara Lima");
  });

  await test.step("sign out here and at the provider", async () => {
    await page.getByRole("button", { name: "Account", exact: true }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("button", { name: /Yes, sign me out/i }).click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.getByRole("link", { name: "Sign in with University" }).click();
    await expect(page.locator("input[name=login]")).toBeVisible(); // the provider asks anew
  });
});
