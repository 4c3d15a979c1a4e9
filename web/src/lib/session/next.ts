/** Where somebody wanted to go before signing in. */

/** Where one is after signing in without having been on the way to anything. */
export const HOME = "/samples";

/** The request header in which the proxy tells pages their own address. */
export const ADDRESS_HEADER = "x-massa-address";

/** The name of the sign-in page's parameter. */
export const NEXT_PARAMETER = "next";

/** A page of this product, without its language; null for anything that could lead elsewhere. */
export function safeNext(address: string | null, locales: readonly string[]): string | null {
  if (!address?.startsWith("/") || /^\/[/\\]/.test(address)) return null;
  const [first = ""] = address.slice(1).split(/[/?#]/, 1);
  const path = locales.includes(first) ? address.slice(first.length + 1) : address;
  return path.startsWith("/") && !/^\/[/\\]/.test(path) && path !== "/" ? path : null;
}
