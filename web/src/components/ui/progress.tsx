import { cn } from "@/lib/cn";

interface ProgressProps {
  /** 0 to 1; null while nobody knows how much is left. */
  value: number | null;
  label: string;
  tone?: "brand" | "caution" | "neutral";
  className?: string;
}

const FILL = { brand: "bg-brand", caution: "bg-caution", neutral: "bg-line-strong" };

export function Progress({ value, label, tone = "brand", className }: ProgressProps) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { "aria-valuenow": percent })}
      className={cn("h-1.5 overflow-hidden rounded-full bg-sunken", className)}
    >
      <div
        className={cn(
          "h-full rounded-full transition-[width] duration-300",
          FILL[tone],
          percent === null && "w-1/3 animate-pulse",
        )}
        style={percent === null ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
