// With TLS the name has the prefix that ties the cookie to this very host.
const COOKIES = ["massa_csrf", "__Host-massa_csrf"];
export const CSRF_HEADER = "X-CSRF-Token";

/** The CSRF token that the API left in a readable cookie. */
export function csrfTokenFrom(cookies: string): string | null {
  for (const pair of cookies.split("; ")) {
    const [name, ...value] = pair.split("=");
    if (name && COOKIES.includes(name)) return decodeURIComponent(value.join("="));
  }
  return null;
}

/** The CSRF token for an unsafe request; asks the API for one when the cookie is not there yet. */
export async function csrfToken(): Promise<string> {
  const known = csrfTokenFrom(document.cookie);
  if (known) return known;
  await fetch("/api/auth/csrf", { credentials: "same-origin" });
  return csrfTokenFrom(document.cookie) ?? "";
}
