import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { base } from "../src/site.mjs";

const folder = fileURLToPath(new URL("../../build/site/", import.meta.url));
const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".webp": "image/webp",
  ".png": "image/png",
};

/** The built site on a free port of this machine. */
export async function serve() {
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url, "http://localhost").pathname).slice(base.length);
    const file = path.join(folder, name.endsWith("/") ? `${name}index.html` : name);
    if (!file.startsWith(folder) || !fs.existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": types[path.extname(file)] ?? "application/octet-stream" });
    return fs.createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${server.address().port}${base}`, close: () => server.close() };
}

/** The addresses of all pages. */
export function pages() {
  return fs
    .readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith("index.html") && !name.startsWith("slides"))
    .map((name) => `/${name.replace(/index\.html$/, "")}`)
    .filter((name) => name !== "/") // it sends people on
    .sort();
}
