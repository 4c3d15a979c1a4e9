import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AnalysisPage } from "@/components/analyses/analysis-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("Analysis");
  return { title: t("title") };
}

export default async function Page({ params }: { params: Promise<{ analysisId: string }> }) {
  const { analysisId } = await params;
  return <AnalysisPage analysisId={analysisId} />;
}
