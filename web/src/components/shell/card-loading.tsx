"use client";

import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { ProblemNotice } from "./problem-notice";

interface CardLoadingProps {
  query: { data: unknown; error: Error | null; refetch: () => unknown };
  /** The height of what is to come. */
  className: string;
}

/** What stands in a card before its data has come, or where it did not; nothing once it is there. */
export function CardLoading({ query, className }: CardLoadingProps) {
  if (query.error)
    return (
      <div className="px-5 pb-4">
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  return query.data === undefined ? <Skeleton className={cn("mx-5 mb-5", className)} /> : null;
}
