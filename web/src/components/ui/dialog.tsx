"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  className?: string;
}

export function Dialog({ open, onOpenChange, title, description, children, className }: DialogProps) {
  const t = useTranslations("Common");
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-[#08110f]/55" />
        <Primitive.Content
          className={cn(
            "fixed inset-x-3 top-[6vh] z-50 mx-auto max-h-[88vh] max-w-lg overflow-y-auto rounded-card border border-line bg-surface shadow-card",
            className,
          )}
          {...(description ? {} : { "aria-describedby": undefined })}
        >
          <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
            <div>
              <Primitive.Title className="font-serif text-[1.35rem] leading-tight">{title}</Primitive.Title>
              {description && (
                <Primitive.Description className="mt-1 text-[0.9rem] text-ink-faint">
                  {description}
                </Primitive.Description>
              )}
            </div>
            <Primitive.Close
              aria-label={t("close")}
              className="-mr-1.5 grid size-8 place-items-center rounded-control text-ink-soft hover:bg-sunken"
            >
              <X aria-hidden className="size-4.5" />
            </Primitive.Close>
          </header>
          <div className="px-5 pb-5">{children}</div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
