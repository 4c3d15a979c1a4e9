"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { translateCode } from "@/i18n/translate-code";
import type { AuditFilter } from "@/lib/api/hooks/audit";
import { type AuditSubject, actionsOf } from "@/lib/audit/actions";
import { dayBounds } from "@/lib/audit/day-bounds";

interface AuditFiltersProps {
  subjects: readonly AuditSubject[];
  onChange: (filter: AuditFilter) => void;
}

/** Which actions, and of which days. */
export function AuditFilters({ subjects, onChange }: AuditFiltersProps) {
  const t = useTranslations("Audit");
  const [chosen, setChosen] = useState({ action: "", from: "", to: "" });
  const choose = (part: Partial<typeof chosen>) => {
    const next = { ...chosen, ...part };
    setChosen(next);
    onChange({ ...(next.action ? { action: next.action } : {}), ...dayBounds(next.from, next.to) });
  };
  return (
    <div className="grid grid-cols-2 gap-3 px-5 pb-4 sm:grid-cols-[minmax(0,1fr)_10rem_10rem]">
      <Field label={t("action")} className="col-span-2 sm:col-span-1">
        {(control) => (
          <NativeSelect
            {...control}
            value={chosen.action}
            onChange={(event) => choose({ action: event.target.value })}
          >
            <option value="">{t("allActions")}</option>
            {subjects.map((subject) => (
              <optgroup key={subject} label={t(`subject_${subject}`)}>
                {actionsOf([subject]).map((action) => (
                  <option key={action} value={action}>
                    {translateCode(t, `action_${action.replace(".", "_")}`, action)}
                  </option>
                ))}
              </optgroup>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Field label={t("from")}>
        {(control) => (
          <Input
            {...control}
            type="date"
            value={chosen.from}
            onChange={(event) => choose({ from: event.target.value })}
          />
        )}
      </Field>
      <Field label={t("to")}>
        {(control) => (
          <Input
            {...control}
            type="date"
            value={chosen.to}
            onChange={(event) => choose({ to: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}
