"use client";

import { useTranslations } from "next-intl";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { toast } from "sonner";
import { usePathname, useRouter } from "@/i18n/navigation";
import { useCreateAnalysis } from "@/lib/api/hooks/analyses";
import { useFiles } from "@/lib/api/hooks/files";
import type { AnalysisCreate, Sample } from "@/lib/api/schema";
import { progressOfFiles } from "@/lib/files/progress";

/** An analysis that begins once every file of its sample has arrived. */
export interface PlannedAnalysis {
  sample: Pick<Sample, "id" | "name">;
  body: AnalysisCreate;
}

interface PlannedAnalyses {
  plans: ReadonlyMap<string, PlannedAnalysis>;
  plan: (planned: PlannedAnalysis) => void;
  drop: (sampleId: string) => void;
}

const PlannedAnalysesContext = createContext<PlannedAnalyses | null>(null);

/** Keeps planned analyses while people move between pages, as uploads are kept. Closing the page ends both. */
export function PlannedAnalysesProvider({ children }: { children: ReactNode }) {
  const [plans, setPlans] = useState<ReadonlyMap<string, PlannedAnalysis>>(new Map());
  const plan = useCallback(
    (planned: PlannedAnalysis) => setPlans((now) => new Map(now).set(planned.sample.id, planned)),
    [],
  );
  const drop = useCallback(
    (sampleId: string) =>
      setPlans((now) => {
        const rest = new Map(now);
        rest.delete(sampleId);
        return rest;
      }),
    [],
  );
  const value = useMemo(() => ({ plans, plan, drop }), [plans, plan, drop]);

  useEffect(() => {
    if (plans.size === 0) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [plans]);

  return (
    <PlannedAnalysesContext value={value}>
      {[...plans.values()].map((planned) => (
        <Starter key={planned.sample.id} planned={planned} onEnd={() => drop(planned.sample.id)} />
      ))}
      {children}
    </PlannedAnalysesContext>
  );
}

export function usePlannedAnalyses(): PlannedAnalyses {
  const planned = useContext(PlannedAnalysesContext);
  if (!planned) throw new Error("usePlannedAnalyses stands outside the signed-in pages.");
  return planned;
}

/** Waits for the files of one sample, starts its analysis once, and says so. */
function Starter({ planned, onEnd }: { planned: PlannedAnalysis; onEnd: () => void }) {
  const { sample, body } = planned;
  const t = useTranslations("AnalysisForm");
  const router = useRouter();
  const pathname = usePathname();
  const files = useFiles(sample.id);
  const { mutate } = useCreateAnalysis(sample.id);
  const started = useRef(false);
  const settled = files.data !== undefined && progressOfFiles(files.data).onTheWay === 0;

  useEffect(() => {
    if (!settled || started.current) return;
    started.current = true;
    mutate(body, {
      onSuccess: (analysis) => {
        const address = `/analyses/${analysis.id}`;
        if (pathname === `/samples/${sample.id}`) router.push(address);
        else
          toast.success(t("plannedStarted", { name: sample.name }), {
            action: { label: t("show"), onClick: () => router.push(address) },
          });
        onEnd();
      },
      onError: (error) => {
        toast.error(t("plannedFailed", { name: sample.name }), {
          description: error.message,
          duration: Infinity,
        });
        onEnd();
      },
    });
  }, [settled, mutate, body, pathname, router, sample, t, onEnd]);
  return null;
}
