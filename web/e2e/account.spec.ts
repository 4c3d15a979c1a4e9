import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/accessibility";
import { createSample, PASSWORD, runFile, signIn, signUp } from "./support/actions";
import { exampleProteins } from "./support/paths";
import { RUNS } from "./support/runs";

const NEW_PASSWORD = "staple battery horse";

const section = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Account" }).getByRole("link", { name }).click();

test("an account: profile, sessions, password, tokens, activity, and its end", async ({ browser, page }) => {
  const email = `bia-${Date.now()}@example.org`;
  await signUp(page, email);
  const other = await (await browser.newContext()).newPage();
  await signIn(other, email);

  await test.step("what one uses", async () => {
    await page.goto("/en/account");
    await expect(page.getByText("0 B, no limit")).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("a session is ended from another browser", async () => {
    await section(page, "Security");
    await expect(page.getByText("This browser")).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: /^Sign out Chrome \d+ on / }).click();
    await expect(page.getByRole("button", { name: /^Sign out Chrome/ })).toHaveCount(0);
    await other.reload();
    await expect(other.getByRole("heading", { name: "Sign in" })).toBeVisible();
  });

  await test.step("a new password ends all other sessions", async () => {
    await signIn(other, email);
    await page.reload();
    await expect(page.getByRole("button", { name: "Sign out everywhere else" })).toBeVisible();
    await page.getByLabel("Current password").fill("not the password");
    await page.getByLabel("New password").fill(NEW_PASSWORD);
    await page.getByRole("button", { name: "Change password" }).click();
    await expect(page.getByText("The current password is wrong.")).toBeVisible();
    await page.getByLabel("Current password").fill(PASSWORD);
    await page.getByRole("button", { name: "Change password" }).click();
    await expect(page.getByText("The password is changed.")).toBeVisible();
    await other.reload();
    await expect(other.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await signIn(other, email, NEW_PASSWORD);
    await page.reload();
    await page.getByRole("button", { name: "Sign out everywhere else" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere else" }).click();
    await expect(page.getByText("All other sessions have ended.")).toBeVisible();
    await other.reload();
    await expect(other.getByRole("heading", { name: "Sign in" })).toBeVisible();
  });

  await test.step("a token is shown once, works, and is revoked", async () => {
    await section(page, "Access tokens");
    await expect(page.getByText("No tokens yet")).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: "New token" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Instrument");
    await dialog.getByLabel("Valid for").selectOption("30");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Create token" }).click();
    const token = await dialog.getByLabel("Token", { exact: true }).inputValue();
    await expectAccessible(page);
    const headers = { Authorization: `Bearer ${token}` };
    const ask = () => other.request.get("/api/projects", { headers });
    expect((await ask()).status()).toBe(200);
    const write = await other.request.post("/api/projects", { headers, data: { name: "By a program" } });
    expect(write.status()).toBe(403); // its scope is to read
    await dialog.getByRole("button", { name: "Done" }).click();
    await page.reload();
    await expect(page.getByText("Instrument")).toBeVisible();
    await expect(page.getByText(token)).toHaveCount(0);
    await page.getByRole("button", { name: "Revoke Instrument" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await expect(page.getByText("No tokens yet")).toBeVisible();
    expect((await ask()).status()).toBe(401);
  });

  await test.step("what one did", async () => {
    await section(page, "Activity");
    const actions = page.getByRole("region", { name: "Activity" }).getByRole("listitem");
    await expect(actions.filter({ hasText: "Token revoked" })).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("Action").selectOption("token.create");
    await expect(actions).toHaveCount(1);
    await expect(actions).toContainText("Token created");
    await page.getByLabel("To", { exact: true }).fill("2020-01-01");
    await expect(page.getByText("No action matches the choice above.")).toBeVisible();
  });

  await test.step("the account ends, once that is certain", async () => {
    await section(page, "Profile");
    await page.getByRole("button", { name: "Delete account…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(`Type ${email} to confirm`).fill("somebody@example.org");
    await dialog.getByLabel("Password").fill("not the password");
    await dialog.getByRole("button", { name: "Delete for good" }).click();
    await expect(dialog.getByText(`This is not ${email}.`)).toBeVisible();
    await dialog.getByLabel(`Type ${email} to confirm`).fill(email);
    await dialog.getByRole("button", { name: "Delete for good" }).click();
    await expect(dialog.getByText("The password is wrong.")).toBeVisible();
    await expectAccessible(page);
    await dialog.getByLabel("Password").fill(NEW_PASSWORD);
    await dialog.getByRole("button", { name: "Delete for good" }).click();
    await expect(page.getByText("Your account is deleted.")).toBeVisible();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(NEW_PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("E-mail and password do not match.")).toBeVisible();
  });
  await other.context().close();
});

test("the protein databases and the activity of a project", async ({ page }) => {
  await signUp(page, `leo-${Date.now()}@example.org`);
  await page.getByRole("link", { name: "Project and members" }).click();

  await test.step("a database comes and goes", async () => {
    await page.getByRole("link", { name: "Protein databases" }).click();
    const list = page.getByRole("region", { name: "Protein databases" });
    await expect(list.getByText("Built in")).toHaveCount(2);
    await page.getByLabel("Upload a FASTA file").setInputFiles({
      name: "mine.fasta",
      mimeType: "text/plain",
      buffer: Buffer.from(">P1 first\nMKWVTFISLL\n"),
    });
    const row = list.getByRole("listitem").filter({ hasText: "mine.fasta" });
    await expect(row.getByText("1 protein", { exact: true })).toBeVisible({ timeout: 30_000 });
    await expectAccessible(page);
    await row.getByRole("button", { name: "Delete mine.fasta" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await expect(row).toHaveCount(0);
  });

  await test.step("what is no database is refused, in the reader's language", async () => {
    await page.goto(page.url().replace("/en/", "/pt-BR/"));
    await page.getByLabel("Enviar um arquivo FASTA").setInputFiles(runFile(RUNS[0].file));
    await expect(page.getByText(`${RUNS[0].file} foi recusado`)).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(/é um arquivo de espectros \(mzml\)/)).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("owners see who did what", async () => {
    await page.goto(page.url().replace("/pt-BR/", "/en/"));
    await page.getByRole("link", { name: "Activity" }).click();
    const actions = page.getByRole("region", { name: "Activity" }).getByRole("listitem");
    await expect(actions.filter({ hasText: "Database deleted" })).toContainText("mine.fasta");
    await expect(actions.filter({ hasText: "Database deleted" })).toContainText("Ana Souza");
    await expectAccessible(page);
  });
});

test("a file that cannot be read is refused in the reader's language", async ({ page }) => {
  await signUp(page, `ivo-${Date.now()}@example.org`);
  await createSample(page, "Strange files");
  await page.goto(page.url().replace("/en/", "/pt-BR/"));
  await page.getByLabel("Escolher arquivos").setInputFiles([
    { name: "notes.mzML", mimeType: "text/plain", buffer: Buffer.from("hello\n") },
    { name: "proteins.fasta", mimeType: "text/plain", buffer: readFileSync(exampleProteins) },
  ]);
  const row = (name: string) => page.getByRole("listitem").filter({ hasText: name });
  await expect(row("notes.mzML").getByText("Recusado")).toBeVisible({ timeout: 30_000 });
  await expect(row("notes.mzML").getByText(/linha 1: é texto de um tipo desconhecido/)).toBeVisible();
  await expect(row("proteins.fasta").getByText(/envie-o como banco de proteínas/)).toBeVisible();
});
