import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { ResultPage } from "@/components/results/result-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("Result");
  return { title: t("title") };
}

export default async function Page({ params }: { params: Promise<{ analysisId: string; fileId: string }> }) {
  const { analysisId, fileId } = await params;
  return (
    <Suspense>
      <ResultPage analysisId={analysisId} fileId={fileId} />
    </Suspense>
  );
}
