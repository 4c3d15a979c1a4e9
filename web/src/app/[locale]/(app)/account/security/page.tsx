import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PasswordCard } from "@/components/account/password-card";
import { SessionsCard } from "@/components/account/sessions-card";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("Account");
  return { title: t("section_security") };
}

export default function Page() {
  return (
    <>
      <SessionsCard />
      <PasswordCard />
    </>
  );
}
