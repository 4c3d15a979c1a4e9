import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

const TONES = {
  info: { box: "bg-info-soft text-info", Icon: Info },
  caution: { box: "bg-caution-soft text-caution", Icon: TriangleAlert },
  mismatch: { box: "bg-mismatch-soft text-mismatch", Icon: CircleAlert },
};

interface NoticeProps {
  tone: keyof typeof TONES;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** Announce it when it appears. */
  live?: boolean;
  className?: string;
}

export function Notice({ tone, title, children, actions, live, className }: NoticeProps) {
  const { box, Icon } = TONES[tone];
  return (
    <div
      {...(live ? { role: "alert" } : {})}
      className={cn("flex items-start gap-2.5 rounded-control px-3.5 py-2.5 text-[0.92rem]", box, className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4.5 shrink-0" />
      <div className="min-w-0 flex-1">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="break-words text-ink">{children}</div>}
      </div>
      {actions}
    </div>
  );
}
