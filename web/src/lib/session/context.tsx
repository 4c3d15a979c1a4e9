"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { components } from "@/lib/api/schema";

export type Account = components["schemas"]["User"];

const AccountContext = createContext<Account | null>(null);

export function AccountProvider({ account, children }: { account: Account; children: ReactNode }) {
  return <AccountContext value={account}>{children}</AccountContext>;
}

/** The person who is signed in. Only inside the signed-in pages. */
export function useAccount(): Account {
  const account = useContext(AccountContext);
  if (!account) throw new Error("useAccount stands outside the signed-in pages.");
  return account;
}
