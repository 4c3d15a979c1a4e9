import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { engine, server, web } from "./support/paths";
import { startProduct } from "./support/product";
import { simulateRuns } from "./support/runs";

export default async function globalSetup(): Promise<() => Promise<void>> {
  for (const needed of [engine, server, web])
    if (!existsSync(needed)) throw new Error(`${needed} is missing: build it first, make setup does.`);
  const folder = mkdtempSync(path.join(tmpdir(), "massa-e2e-"));
  simulateRuns(folder);
  const product = await startProduct({ folder });
  process.env.MASSA_E2E_URL = product.url;
  process.env.MASSA_E2E_RUNS = folder;
  return async () => {
    await product.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
