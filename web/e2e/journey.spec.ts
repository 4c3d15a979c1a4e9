import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { DENSE_FIGURE, expectAccessible } from "./support/accessibility";
import {
  analyse,
  chooseExampleProteins,
  createSample,
  PASSWORD,
  runFile,
  signUp,
  uploadRuns,
} from "./support/actions";
import { RUNS } from "./support/runs";

test("from an account to the verdicts, the coverage, a spectrum and a table", async ({ page }) => {
  const email = `ana-${Date.now()}@example.org`;

  await test.step("sign up, out and in", async () => {
    await signUp(page, email);
    await page.getByRole("button", { name: "Account", exact: true }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("E-mail and password do not match.")).toBeVisible();
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("No samples yet")).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("a sample of three files", async () => {
    await createSample(page, "Three digests");
    await uploadRuns(page);
    await expect(page.getByRole("button", { name: /Expected: P02769 in run1_P02769.mzML/ })).toBeVisible();
    await page.getByRole("button", { name: /Expected: nothing stated in third.mzML/ }).click();
    await page.getByRole("dialog").getByLabel("Accession", { exact: true }).fill("P00698");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("button", { name: /Expected: P00698 in third.mzML/ })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("a verdict for each file", async () => {
    await analyse(page);
    for (const { file, protein } of RUNS) {
      const card = page.getByRole("region", { name: file });
      await expect(card.getByText("Confirmed", { exact: true })).toBeVisible({ timeout: 120_000 });
      await expect(
        card.getByText(new RegExp(`The file holds .*${protein}.*, as expected`, "i")),
      ).toBeVisible();
    }
    await expectAccessible(page);
  });

  await test.step("the evidence of one file", async () => {
    await page.getByRole("link", { name: `Open result of ${RUNS[0].file}` }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Albumin");
    await expect(page.getByText("What the engine chose")).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("tab", { name: "Proteins" }).click();
    await expect(page.getByRole("button", { name: "P02769" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("tab", { name: "Peptides" }).click();
    await expect(page.getByRole("region", { name: "Peptides" }).getByRole("row").nth(5)).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("the coverage map leads to a spectrum", async () => {
    await page.getByRole("tab", { name: "Coverage" }).click();
    await expect(
      page.getByText(/\d+ of the 583 residues of the mature chain, 25–607, covered/),
    ).toBeVisible();
    await expectAccessible(page, DENSE_FIGURE);
    const peptide = page.getByRole("button", { name: /, residues \d+ to \d+, \d+ PSM/ }).first();
    await peptide.focus();
    await page.keyboard.press("Enter");
    const plot = page.getByRole("group", { name: /^Spectrum with \d+ peaks/ });
    await expect(plot).toBeVisible();
    const fragments = page.getByRole("table", { name: "Matched fragments" });
    await expect(fragments.getByRole("row").nth(4)).toBeVisible();
    await plot.focus();
    await page.keyboard.press("n");
    await expect(page.getByText(/m\/z [\d.,]+ · [\d.]+ % · [aby]\d+/)).toBeVisible();
    await expectAccessible(page, DENSE_FIGURE);
  });

  await test.step("what the filter took away, and the chromatogram", async () => {
    await page.getByRole("tab", { name: "Filter" }).click();
    await expect(page.getByRole("rowheader", { name: /Minimum number of peaks/ }).first()).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("tab", { name: "Chromatogram" }).click();
    await expect(page.getByRole("img", { name: /Chromatogram of \d+ spectra/ })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("the table of matches as a file", async () => {
    await page.getByRole("tab", { name: "Downloads" }).click();
    await expectAccessible(page);
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download psms.tsv" }).click();
    const [header, ...rows] = (await readFile(await (await download).path(), "utf8")).trim().split("\n");
    expect(header?.split("\t")).toEqual(
      expect.arrayContaining(["spectrum_id", "proforma", "e_value", "q_value"]),
    );
    expect(rows.length).toBeGreaterThan(10);
  });
});

test("an upload goes on after a reload", async ({ page }) => {
  await signUp(page, `rui-${Date.now()}@example.org`);
  await createSample(page, "Interrupted");
  const sent: string[] = [];
  let hold = true;
  await page.route("**/api/storage/parts/**", async (route) => {
    sent.push(route.request().url());
    if (hold && sent.length > 2) await route.abort("connectionreset");
    else await route.continue();
  });
  const file = RUNS[0].file;
  await page.getByLabel("Choose files").setInputFiles(runFile(file));
  await expect(page.getByText(/Trying again/)).toBeVisible();
  await page.reload();
  await expect(page.getByText(/Give the same file again/)).toBeVisible();
  hold = false;
  const before = sent.length;
  await page.getByLabel(`Choose ${file} again`).setInputFiles(runFile(file));
  await expect(page.getByText("Ready", { exact: true })).toBeVisible({ timeout: 60_000 });
  const { size } = await import("node:fs").then(({ statSync }) => statSync(runFile(file)));
  expect(sent.length - before).toBeLessThan(Math.ceil(size / (256 * 1024)));
});

test("an analysis waits for the files that are on their way", async ({ page }) => {
  await signUp(page, `eva-${Date.now()}@example.org`);
  await createSample(page, "Impatient");
  const [first, second] = [RUNS[1].file, RUNS[2].file];
  await uploadRuns(page, [first]);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route("**/api/storage/parts/**", async (route) => {
    await held;
    await route.continue();
  });
  await page.getByLabel("Choose files").setInputFiles(runFile(second));
  await expect(page.getByText("1 file is still uploading or being inspected.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Start now with the 1 file that is ready" })).toBeEnabled();
  await chooseExampleProteins(page);
  await page.getByRole("button", { name: "Start when all have arrived" }).click();
  await expect(page.getByText("As soon as 1 more file has arrived.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Language" }).click();
  await page.getByRole("menuitemradio", { name: "Português (Brasil)" }).click();
  await expect(page.getByText("Assim que mais 1 arquivo chegar.")).toBeVisible();
  letGo();
  await expect(page.getByRole("heading", { name: "Análise", level: 1 })).toBeVisible({ timeout: 60_000 });
  for (const file of [first, second]) await expect(page.getByRole("region", { name: file })).toBeVisible();
});

test("an analysis that waits says for what", async ({ page }) => {
  await signUp(page, `nina-${Date.now()}@example.org`);
  await createSample(page, "In the queue");
  const { file } = RUNS[2];
  await uploadRuns(page, [file]);
  // Here nobody else is at work: the answers are made to say so.
  await page.route("**/api/analyses/*", async (route) => {
    const response = await route.fetch();
    const analysis = await response.json();
    const waiting = { verdict: null, stage: null, state: "queued" };
    const files = analysis.files.map((one: object) => ({ ...one, ...waiting }));
    await route.fulfill({ response, json: { ...analysis, state: "queued", queue_position: 2, files } });
  });
  await analyse(page);
  await page.reload();
  await expect(page.getByText("2 pieces of work come first")).toBeVisible();
  await expect(page.getByText(/1 file waits for a free worker/)).toBeVisible();
  await expect(page.getByRole("region", { name: file }).getByText("Waiting for its turn")).toBeVisible();
  await expectAccessible(page);
  await page.unroute("**/api/analyses/*");
  await expect(page.getByRole("region", { name: file }).getByText(/The file holds/)).toBeVisible({
    timeout: 60_000,
  });
});

test("raw files of instruments are refused before they are sent", async ({ page }) => {
  await signUp(page, `rita-${Date.now()}@example.org`);
  await createSample(page, "From the instrument");
  await page
    .getByLabel("Choose files")
    .setInputFiles({ name: "BSA1.raw", mimeType: "application/octet-stream", buffer: Buffer.from("raw") });
  await expect(page.getByText(/Not sent: BSA1.raw. Convert them to mzML first/)).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "BSA1.raw" })).toHaveCount(0);
});

test("a project is shared, and its members see what their role allows", async ({ browser, page }) => {
  const guest = `guest-${Date.now()}@example.org`;
  const other = await (await browser.newContext()).newPage();
  await signUp(other, guest);
  await signUp(page, `host-${Date.now()}@example.org`);

  await test.step("a project with a sample", async () => {
    await page.getByRole("button", { name: /^Project: / }).click();
    await page.getByRole("menuitem", { name: "New project" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("Antibodies");
    await page.getByRole("dialog").getByRole("button", { name: "Create project" }).click();
    await expect(page.getByRole("button", { name: /^Project: Antibodies/ })).toBeVisible();
    await createSample(page, "Shared digest");
    await page.getByRole("link", { name: "Samples" }).last().click();
    await page.getByRole("link", { name: "Project and members" }).click();
    await expect(page.getByRole("heading", { name: "Antibodies", level: 1 })).toBeVisible();
  });

  await test.step("a person is added, and somebody unknown is not", async () => {
    await page.getByLabel("E-mail").fill(`nobody-${Date.now()}@example.org`);
    await page.getByRole("button", { name: "Add" }).click();
    await expect(page.getByText(/Nobody with this e-mail has an account here/)).toBeVisible();
    await page.getByLabel("E-mail").fill(guest);
    await page.getByRole("button", { name: "Add" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: guest })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("a viewer looks, and leads back to where they were going after signing in", async () => {
    const address = new URL(page.url()).pathname;
    await other.context().clearCookies();
    await other.goto(address);
    await expect(other.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await other.getByLabel("E-mail").fill(guest);
    await other.getByLabel("Password").fill(PASSWORD);
    await other.getByRole("button", { name: "Sign in" }).click();
    await expect(other.getByRole("heading", { name: "Antibodies", level: 1 })).toBeVisible();
    await expect(other.getByRole("button", { name: "Add" })).toHaveCount(0);
    await other.getByRole("link", { name: "Samples" }).last().click();
    await expect(other.getByRole("link", { name: "Shared digest" })).toBeVisible();
    await expect(other.getByRole("button", { name: "New sample" })).toHaveCount(0);
  });

  await test.step("the last owner stays, an editor may add, who is removed sees nothing", async () => {
    const row = page.getByRole("listitem").filter({ hasText: guest });
    await page.getByRole("combobox", { name: "Role of Ana Souza" }).first().selectOption("viewer");
    await expect(page.getByText("A project needs an owner")).toBeVisible();
    await row.getByRole("combobox").selectOption("editor");
    await expect(other.getByRole("button", { name: "New sample" })).toBeVisible();
    await row.getByRole("button", { name: /^Remove / }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await expect(row).toHaveCount(0);
    await expect(other.getByRole("link", { name: "Shared digest" })).toHaveCount(0);
  });
  await other.context().close();
});

test("pages speak Brazilian Portuguese", async ({ page }) => {
  await page.goto("/pt-BR/sign-in");
  await expect(page.locator("html")).toHaveAttribute("lang", "pt-BR");
  await expect(page.getByRole("heading", { name: "Entrar" })).toBeVisible();
  await page.getByRole("button", { name: "Idioma" }).click();
  await page.getByRole("menuitemradio", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});
