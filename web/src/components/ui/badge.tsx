import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

const badgeStyles = cva(
  "inline-flex items-center gap-1.5 whitespace-nowrap rounded-full px-2 py-0.5 font-medium text-[0.8rem] leading-5 [&_svg]:size-3.5",
  {
    variants: {
      tone: {
        neutral: "bg-neutral-soft text-ink-soft",
        brand: "bg-brand-soft text-brand-strong",
        confirmed: "bg-confirmed-soft text-confirmed",
        caution: "bg-caution-soft text-caution",
        mismatch: "bg-mismatch-soft text-mismatch",
        mixture: "bg-mixture-soft text-mixture",
        info: "bg-info-soft text-info",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

export type Tone = NonNullable<VariantProps<typeof badgeStyles>["tone"]>;

export function Badge({ className, tone, ...props }: ComponentProps<"span"> & { tone?: Tone }) {
  return <span className={cn(badgeStyles({ tone }), className)} {...props} />;
}
