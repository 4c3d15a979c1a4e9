"use client";

import { useTranslations } from "next-intl";
import { useEffect, useSyncExternalStore } from "react";
import { toast } from "sonner";
import { useProblemText } from "@/components/shell/use-problem-text";
import { usePathname, useRouter } from "@/i18n/navigation";
import { type PlannedAnalysis, plannedAnalyses } from "@/lib/analyses/planned";
import { useCreateAnalysis } from "@/lib/api/hooks/analyses";
import { useFiles } from "@/lib/api/hooks/files";
import { progressOfFiles } from "@/lib/files/progress";

const NO_PLANS: ReturnType<typeof plannedAnalyses.get> = new Map();

export function usePlans() {
  return useSyncExternalStore(plannedAnalyses.subscribe, plannedAnalyses.get, () => NO_PLANS);
}

/** Starts planned analyses when their time has come, on whatever page one is. */
export function PlannedAnalysesStarter() {
  const plans = usePlans();
  useEffect(() => {
    if (plans.size === 0) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [plans]);
  return [...plans.values()].map((planned) => <Starter key={planned.sample.id} planned={planned} />);
}

/** Waits for the files of one sample, starts its analysis once, and says so. */
function Starter({ planned }: { planned: PlannedAnalysis }) {
  const { sample, body } = planned;
  const t = useTranslations("AnalysisForm");
  const router = useRouter();
  const pathname = usePathname();
  const files = useFiles(sample.id);
  const problemText = useProblemText();
  const { mutateAsync } = useCreateAnalysis(sample.id);
  const settled = files.data !== undefined && progressOfFiles(files.data).onTheWay === 0;

  useEffect(() => {
    if (!settled || !plannedAnalyses.claim(planned)) return;
    // A promise, not the callbacks of `mutate`: these would be lost if the language changed meanwhile.
    mutateAsync(body)
      .then((analysis) => {
        const address = `/analyses/${analysis.id}`;
        if (pathname === `/samples/${sample.id}`) router.push(address);
        else
          toast.success(t("plannedStarted", { name: sample.name }), {
            action: { label: t("show"), onClick: () => router.push(address) },
          });
      })
      .catch((error: Error) =>
        toast.error(t("plannedFailed", { name: sample.name }), {
          description: problemText(error).detail,
          duration: Number.POSITIVE_INFINITY,
        }),
      )
      .finally(() => plannedAnalyses.drop(sample.id));
  }, [settled, planned, mutateAsync, body, pathname, router, sample, t, problemText]);
  return null;
}
