// Next leaves the static files out of its standalone server: put them beside it, so that one folder is the web app.
import { cp } from "node:fs/promises";
import path from "node:path";

const web = path.join(import.meta.dirname, "..");
const standalone = path.join(web, ".next", "standalone");
await cp(path.join(web, ".next", "static"), path.join(standalone, ".next", "static"), { recursive: true });
