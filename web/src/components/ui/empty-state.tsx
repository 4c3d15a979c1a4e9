import type { ReactNode } from "react";

interface EmptyStateProps {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** What a list shows before it has anything: an empty scan, and what to do next. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center px-6 py-12 text-center">
      <svg viewBox="0 0 160 48" className="mb-5 h-12 w-40 text-line-strong" aria-hidden="true">
        <path d="M4 44.5h152" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
        {[14, 26, 38, 50, 62, 74, 86, 98, 110, 122, 134, 146].map((x, index) => (
          <path
            key={x}
            d={`M${x} 44v-${[3, 5, 2, 6, 4, 3, 5, 2, 4, 3, 5, 2][index]}`}
            stroke="currentColor"
            strokeWidth="1.5"
            strokeLinecap="round"
          />
        ))}
        <path
          d="M62 44V12M70 44V24M78 44v-9"
          stroke="var(--brand)"
          strokeWidth="1.5"
          strokeLinecap="round"
          strokeDasharray="1.5 4"
        />
      </svg>
      <h2 className="font-serif text-[1.4rem] leading-tight">{title}</h2>
      {children && <div className="mt-2 max-w-md text-[0.95rem] text-ink-soft">{children}</div>}
      {action && <div className="mt-5">{action}</div>}
    </div>
  );
}
