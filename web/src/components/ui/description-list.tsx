import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

/** Name–value pairs: a quiet two-column list. */
export function DescriptionList({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <dl className={cn("grid grid-cols-[auto_1fr] gap-x-5 gap-y-2 text-[0.93rem]", className)}>{children}</dl>
  );
}

export function Description({ term, children }: { term: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{term}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
