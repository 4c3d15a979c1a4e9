/** Where the API server listens, as seen from the Next.js server. The browser only ever sees `/api`. */
export function apiOrigin(): string {
  return process.env.MASSA_API_URL ?? "http://127.0.0.1:8000";
}
