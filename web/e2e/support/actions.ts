import path from "node:path";
import { expect, type Page } from "@playwright/test";
import { RUNS } from "./runs";

export const PASSWORD = "correct horse battery";

export function runFile(name: string): string {
  return path.join(process.env.MASSA_E2E_RUNS ?? "", name);
}

/** Makes an account through its form and ends on the list of samples. */
export async function signUp(page: Page, email: string): Promise<void> {
  await page.goto("/en/sign-up");
  await page.getByLabel("Name").fill("Ana Souza");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Samples", level: 1 })).toBeVisible();
}

/** Signs in through the form and ends on the list of samples. */
export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto("/en/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Samples", level: 1 })).toBeVisible();
}

export async function createSample(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "New sample" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create sample" }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
}

/** Gives files to the file picker and waits until the runner has inspected them. */
export async function uploadRuns(
  page: Page,
  files: readonly string[] = RUNS.map((run) => run.file),
): Promise<void> {
  await page.getByLabel("Choose files").setInputFiles(files.map(runFile));
  for (const file of files) {
    const row = page.getByRole("listitem").filter({ hasText: file });
    await expect(row.getByText("Ready", { exact: true })).toBeVisible({ timeout: 60_000 });
  }
}

export async function chooseExampleProteins(page: Page): Promise<void> {
  const database = page.getByLabel("Protein database");
  const option = database.locator("option", { hasText: /example/i });
  await database.selectOption(await option.first().getAttribute("value"));
}

/** Chooses the built-in example proteins and starts the analysis. */
export async function analyse(page: Page): Promise<void> {
  await chooseExampleProteins(page);
  await page.getByRole("button", { name: /^Analyse/ }).click();
  await expect(page.getByRole("heading", { name: "Analysis", level: 1 })).toBeVisible();
}
