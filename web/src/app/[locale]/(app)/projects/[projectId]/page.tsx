import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MembersPage } from "@/components/projects/members-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("Project");
  return { title: t("title") };
}

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  return <MembersPage projectId={projectId} />;
}
