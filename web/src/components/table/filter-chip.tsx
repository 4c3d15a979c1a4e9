"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";

/** A filter that another page set, with the way out of it. */
export function FilterChip({ label, onRemove }: { label: string; onRemove: () => void }) {
  const t = useTranslations("Table");
  return (
    <span className="inline-flex items-center gap-1 rounded-full bg-brand-soft py-0.5 pr-1 pl-2.5 text-[0.86rem] text-brand-strong">
      {label}
      <button
        type="button"
        onClick={onRemove}
        aria-label={t("removeFilter", { filter: label })}
        className="grid size-5 place-items-center rounded-full hover:bg-surface"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  );
}
