"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { User } from "@/lib/api/schema";

const AccountContext = createContext<User | null>(null);

export function AccountProvider({ account, children }: { account: User; children: ReactNode }) {
  return <AccountContext value={account}>{children}</AccountContext>;
}

/** The person who is signed in. Only inside the signed-in pages. */
export function useAccount(): User {
  const account = useContext(AccountContext);
  if (!account) throw new Error("useAccount stands outside the signed-in pages.");
  return account;
}
