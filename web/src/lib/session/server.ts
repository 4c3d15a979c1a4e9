import { cookies } from "next/headers";
import { apiOrigin } from "@/lib/api/origin";
import type { components } from "@/lib/api/schema";

export type Account = components["schemas"]["User"];

/** Who is signed in, asked of the API with the visitor's own cookies; null for nobody. */
export async function currentAccount(): Promise<Account | null> {
  const store = await cookies();
  const response = await fetch(`${apiOrigin()}/api/auth/me`, {
    headers: { cookie: store.toString() },
    cache: "no-store",
  });
  if (response.status === 401) return null;
  if (!response.ok) throw new Error(`The API answered ${response.status} when asked who is signed in.`);
  return (await response.json()) as Account;
}
