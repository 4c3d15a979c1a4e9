"use client";

import { useMutationState, useQueryClient } from "@tanstack/react-query";
import { DatabaseZap } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useSyncExternalStore } from "react";
import { service } from "@/lib/service/service";

/** Says, for as long as it lasts, that changes cannot be saved, and how many wait. */
export function ServiceBanner() {
  const t = useTranslations("Service");
  const degraded = useSyncExternalStore(service.subscribe, service.get, () => false);
  const waiting = useMutationState({ filters: { predicate: ({ state }) => state.isPaused } }).length;
  useRefreshWhenBack();
  return (
    <div role="status">
      {degraded && (
        <div className="border-line border-t bg-caution-soft text-[0.92rem]">
          <div className="mx-auto flex max-w-[1360px] items-start gap-2.5 px-4 py-2.5 sm:px-6">
            <DatabaseZap aria-hidden className="mt-0.5 size-4.5 shrink-0 text-caution" />
            <p className="min-w-0">
              <span className="font-semibold text-caution">{t("title")}</span> {t("text")}
              {waiting > 0 && <span className="font-medium"> {t("waiting", { count: waiting })}</span>}
            </p>
          </div>
        </div>
      )}
    </div>
  );
}

/** What pages show may be old by then. */
function useRefreshWhenBack() {
  const queries = useQueryClient();
  useEffect(
    () =>
      service.subscribe(() => {
        if (!service.get()) void queries.invalidateQueries();
      }),
    [queries],
  );
}
