import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { engine, server, web } from "./support/paths";
import { startProduct } from "./support/product";
import { simulateRuns } from "./support/runs";

export default async function globalSetup(): Promise<() => Promise<void>> {
  const running = process.env.MASSA_E2E_URL; // a product that runs already, such as that of `make up`
  for (const needed of running ? [engine] : [engine, server, web])
    if (!existsSync(needed)) throw new Error(`${needed} is missing: build it first, make setup does.`);
  const folder = mkdtempSync(path.join(tmpdir(), "massa-e2e-"));
  simulateRuns(folder);
  process.env.MASSA_E2E_RUNS = folder;
  const product = running ? undefined : await startProduct({ folder });
  if (product) process.env.MASSA_E2E_URL = product.url;
  return async () => {
    await product?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
