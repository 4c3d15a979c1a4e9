import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DeleteAccountCard } from "@/components/account/delete-account-card";
import { ProfileCard } from "@/components/account/profile-card";
import { UsageCard } from "@/components/account/usage-card";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("Account");
  return { title: t("section_profile") };
}

export default function Page() {
  return (
    <>
      <ProfileCard />
      <UsageCard />
      <DeleteAccountCard />
    </>
  );
}
