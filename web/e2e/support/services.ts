import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { repository, serverPython } from "./paths";
import { stopGroup } from "./product";

/** PostgreSQL, an S3 server and an OpenID Connect provider: the same processes that the server's tests use. */
export interface Services {
  /** What connects the product to them. */
  environment: Record<string, string>;
  stopDatabase: () => Promise<void>;
  startDatabase: () => Promise<void>;
  stop: () => Promise<void>;
}

export async function startServices(folder: string, publicUrl: string): Promise<Services> {
  const log = path.join(folder, "services.log");
  const child = spawn(
    serverPython,
    ["-m", "tests.support.services", path.join(folder, "services"), publicUrl],
    {
      cwd: path.join(repository, "server"),
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
    },
  );
  child.stderr.pipe(createWriteStream(log));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => {
    const { value, done } = await lines.next();
    if (done)
      throw new Error(`The services ended; see ${log}. scripts/setup server postgres s3 installs them.`);
    return value;
  };
  const tell = async (command: string) => {
    child.stdin.write(`${command}\n`);
    await nextLine();
  };
  return {
    environment: JSON.parse(await nextLine()),
    stopDatabase: () => tell("stop postgres"),
    startDatabase: () => tell("start postgres"),
    stop: async () => {
      const ended = once(child, "exit");
      child.stdin.end();
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 15_000))]);
      await stopGroup(child);
    },
  };
}
