import { headers } from "next/headers";
import { getLocale, setRequestLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { AppShell } from "@/components/shell/app-shell";
import { redirect } from "@/i18n/navigation";
import { type Locale, routing } from "@/i18n/routing";
import { AccountProvider } from "@/lib/session/context";
import { ADDRESS_HEADER, NEXT_PARAMETER, safeNext } from "@/lib/session/next";
import { currentAccount } from "@/lib/session/server";

interface Props {
  children: ReactNode;
  params: Promise<{ locale: string }>;
}

export default async function AppLayout({ children, params }: Props) {
  const { locale } = await params;
  setRequestLocale(locale as Locale);
  const account = await currentAccount();
  if (!account) {
    const next = safeNext((await headers()).get(ADDRESS_HEADER), routing.locales);
    const query = next ? { [NEXT_PARAMETER]: next } : {};
    redirect({ href: { pathname: "/sign-in", query }, locale: await getLocale() });
    return null;
  }
  return (
    <AccountProvider account={account}>
      <AppShell>{children}</AppShell>
    </AccountProvider>
  );
}
