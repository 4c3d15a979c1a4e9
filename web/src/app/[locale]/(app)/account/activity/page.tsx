import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditCard } from "@/components/audit/audit-card";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("Account");
  return { title: t("section_activity") };
}

export default function Page() {
  return <AuditCard projectId={null} />;
}
