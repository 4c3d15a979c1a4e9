import { cn } from "@/lib/cn";

/** Massa's mark: the isotope envelope of a peptide, five peaks one neutron apart. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 28 28" fill="none" className={cn("size-7", className)} aria-hidden="true">
      <path
        d="M3.5 24v-9M8.75 24V4M14 24V10.5M19.25 24v-7.5M24.5 24v-2.5"
        stroke="currentColor"
        strokeWidth="3"
        strokeLinecap="round"
      />
    </svg>
  );
}

export function Logo({ className }: { className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-2 text-brand", className)}>
      <Mark className="size-6" />
      <span className="font-serif translate-y-[2px] text-[1.55rem] text-ink leading-none tracking-[-0.02em]">
        Massa
      </span>
    </span>
  );
}
