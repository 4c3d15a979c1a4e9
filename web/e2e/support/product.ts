import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { engine, server, web } from "./paths";

export interface Product {
  url: string;
  stop: () => Promise<void>;
}

async function freePort(): Promise<number> {
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

/** Server, runner and web on free ports, with their data in `folder`. Parts are small, so that uploads have several. */
export async function startProduct(folder: string): Promise<Product> {
  const [apiPort, webPort] = [await freePort(), await freePort()];
  const env = {
    ...process.env,
    MASSA_DATA_DIR: folder,
    MASSA_ENGINE: engine,
    MASSA_STORAGE_URL: `http://{host}:${apiPort}`,
    MASSA_PART_SIZE_BYTES: String(256 * 1024),
    MASSA_API_URL: `http://127.0.0.1:${apiPort}`,
    PORT: String(webPort),
    HOSTNAME: "127.0.0.1",
  };
  execFileSync(server, ["migrate"], { env, stdio: "pipe" });
  const api = start("server", folder, server, ["serve", "--port", String(apiPort)], env);
  const runner = start("runner", folder, server, ["runner"], env);
  const pages = start("web", folder, process.execPath, [web], env);
  const processes = [api, runner, pages];
  const url = `http://localhost:${webPort}`;
  const stop = async () => {
    for (const child of processes) {
      if (child.pid === undefined || child.exitCode !== null) continue;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      process.kill(-child.pid, "SIGTERM");
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 8000))]);
      if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, "SIGKILL");
    }
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
