import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { engine, server, web } from "./paths";

export interface Product {
  url: string;
  stop: () => Promise<void>;
}

export interface ProductOptions {
  /** Where its data and logs are. */
  folder: string;
  webPort?: number;
  /** Settings beside the defaults. */
  environment?: Record<string, string>;
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

/** Starts a process in a group of its own; what it says goes to a log in the data folder. */
function start(
  name: string,
  folder: string,
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv,
): ChildProcess {
  const log = createWriteStream(path.join(folder, `${name}.log`));
  const child = spawn(command, args, { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout?.pipe(log);
  child.stderr?.pipe(log);
  return child;
}

async function answers(url: string, process: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (process.exitCode !== null)
      throw new Error(`A process ended before it answered at ${url}; see ${log}.`);
    const response = await fetch(url, { redirect: "manual" }).catch(() => null);
    if (response && response.status < 500) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${url} did not answer within a minute; see ${log}.`);
}

/** Ends the group of a process: asked first, then made to. */
export async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  process.kill(-child.pid, "SIGTERM");
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 8000))]);
  if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, "SIGKILL");
}

/** Server, runner and web on free ports. Parts are small, so that uploads have several. */
export async function startProduct({ folder, webPort, environment }: ProductOptions): Promise<Product> {
  const apiPort = await freePort();
  const pagesPort = webPort ?? (await freePort());
  const env = {
    ...process.env,
    MASSA_DATA_DIR: folder,
    MASSA_ENGINE: engine,
    MASSA_STORAGE_URL: `http://{host}:${apiPort}`,
    MASSA_PART_SIZE_BYTES: String(256 * 1024),
    MASSA_API_URL: `http://127.0.0.1:${apiPort}`,
    PORT: String(pagesPort),
    HOSTNAME: "127.0.0.1",
    ...environment,
  };
  execFileSync(server, ["migrate"], { env, stdio: "pipe" });
  const api = start("server", folder, server, ["serve", "--port", String(apiPort)], env);
  const runner = start("runner", folder, server, ["runner"], env);
  const pages = start("web", folder, process.execPath, [web], env);
  const url = `http://localhost:${pagesPort}`;
  const stop = async () => {
    for (const child of [api, runner, pages]) await stopGroup(child);
  };
  try {
    await answers(`http://127.0.0.1:${apiPort}/readyz`, api, path.join(folder, "server.log"));
    await answers(`${url}/en/sign-in`, pages, path.join(folder, "web.log"));
  } catch (cause) {
    await stop();
    throw cause;
  }
  return { url, stop };
}
