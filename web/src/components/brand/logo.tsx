import { cn } from "@/lib/cn";

/** Massa's mark: an isotope envelope, five peaks one neutron apart under their distribution. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" fill="none" className={cn("size-8", className)} aria-hidden="true">
      <path
        d="M2.5 26.5c3.6 0 4.6-7.2 6.2-14.2C9.7 7.8 10.9 5 12.6 5c2.8 0 3.7 5.8 6.3 11.2 2.3 4.9 4.9 10.3 10.6 10.3"
        stroke="currentColor"
        strokeOpacity="0.45"
        strokeWidth="1.6"
        strokeLinecap="round"
      />
      <path
        d="M7.5 27V18M12.5 27V9M17.5 27V15.5M22.5 27V21.5M27.2 27v-1.6"
        stroke="currentColor"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
    </svg>
  );
}

export function Logo({ className }: { className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-2 text-brand", className)}>
      <Mark className="size-7" />
      <span className="font-serif text-[1.5rem] text-ink leading-none tracking-[-0.02em]">Massa</span>
    </span>
  );
}
