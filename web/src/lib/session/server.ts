import { cookies } from "next/headers";
import { apiOrigin } from "@/lib/api/origin";
import type { SignInMethods, User } from "@/lib/api/schema";

/** Who is signed in, asked of the API with the visitor's own cookies; null for nobody. */
export async function currentAccount(): Promise<User | null> {
  const store = await cookies();
  const response = await fetch(`${apiOrigin()}/api/auth/me`, {
    headers: { cookie: store.toString() },
    cache: "no-store",
  });
  if (response.status === 401) return null;
  if (!response.ok) throw new Error(`The API answered ${response.status} when asked who is signed in.`);
  return (await response.json()) as User;
}

/** How one signs in here: with a password, or at a provider. */
export async function signInMethods(): Promise<SignInMethods> {
  const response = await fetch(`${apiOrigin()}/api/auth/methods`, { cache: "no-store" });
  if (!response.ok) throw new Error(`The API answered ${response.status} when asked how one signs in.`);
  return (await response.json()) as SignInMethods;
}
