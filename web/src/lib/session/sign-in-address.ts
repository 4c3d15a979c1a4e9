import type { Provider } from "@/lib/api/schema";

/** The address that leads to the provider's sign-in and back to a page of ours; it is opened, not fetched. */
export function signInAddress(provider: Provider, returnTo: string): string {
  return `${provider.sign_in_path}?${new URLSearchParams({ return_to: returnTo })}`;
}
