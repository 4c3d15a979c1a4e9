import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TokensCard } from "@/components/account/tokens-card";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("Account");
  return { title: t("section_tokens") };
}

export default function Page() {
  return <TokensCard />;
}
