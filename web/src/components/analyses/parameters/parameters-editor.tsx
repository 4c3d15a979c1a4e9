"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useMemo, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { translateCode } from "@/i18n/translate-code";
import { byGroup, type ParameterSchema, type ParameterValue, parameterFields } from "@/lib/parameters/schema";
import { ParameterControl } from "./parameter-control";

interface ParametersEditorProps {
  schema: ParameterSchema;
  presetValues: Record<string, ParameterValue>;
  overrides: Record<string, ParameterValue>;
  onChange: (overrides: Record<string, ParameterValue>, valid: boolean) => void;
}

/** Every parameter of the engine, folded away: what is not touched stays with the preset. */
export function ParametersEditor({ schema, presetValues, overrides, onChange }: ParametersEditorProps) {
  const t = useTranslations("Parameters");
  const [generation, setGeneration] = useState(0);
  const [problems, setProblems] = useState<ReadonlySet<string>>(new Set());
  const groups = useMemo(() => byGroup(parameterFields(schema)), [schema]);
  const changed = Object.keys(overrides).length;

  const set = (key: string, value: ParameterValue | undefined, valid: boolean) => {
    const next = { ...overrides };
    if (value === undefined) delete next[key];
    else next[key] = value;
    const faulty = new Set(problems);
    if (valid) faulty.delete(key);
    else faulty.add(key);
    setProblems(faulty);
    onChange(next, faulty.size === 0);
  };

  return (
    <details className="group/all rounded-control border border-line">
      <summary className="flex list-none items-center gap-2 rounded-control px-3 py-2 font-medium text-[0.92rem] hover:bg-sunken">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open/all:rotate-90" />
        {t("advanced")}
        {changed > 0 && (
          <Badge tone="brand" className="ml-auto">
            {t("changed", { count: changed })}
          </Badge>
        )}
      </summary>
      <div className="border-line border-t">
        {groups.map(([group, fields]) => (
          <ParameterGroup
            key={group}
            name={translateCode(t, `group_${group}`, group)}
            changed={fields.filter((field) => overrides[field.key] !== undefined).length}
          >
            {fields.map((field) => (
              <ParameterControl
                key={`${generation}-${field.key}`}
                field={field}
                presetValue={presetValues[field.key] ?? field.initial}
                override={overrides[field.key]}
                onChange={(value, valid) => set(field.key, value, valid)}
              />
            ))}
          </ParameterGroup>
        ))}
        {changed > 0 && (
          <Button
            size="sm"
            className="m-3"
            onClick={() => {
              setProblems(new Set());
              setGeneration(generation + 1);
              onChange({}, true);
            }}
          >
            {t("reset")}
          </Button>
        )}
      </div>
    </details>
  );
}

interface ParameterGroupProps {
  name: string;
  changed: number;
  children: ReactNode;
}

/** The parameters of one part of the engine, folded away. */
function ParameterGroup({ name, changed, children }: ParameterGroupProps) {
  const t = useTranslations("Parameters");
  return (
    <details className="group/part border-line border-b last:border-b-0">
      <summary className="flex list-none items-center gap-2 px-3 py-2 text-[0.92rem] text-ink-soft hover:bg-sunken hover:text-ink">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open/part:rotate-90" />
        {name}
        {changed > 0 && (
          <Badge tone="brand" className="ml-auto">
            {t("changed", { count: changed })}
          </Badge>
        )}
      </summary>
      <fieldset aria-label={name} className="grid gap-3.5 px-3 pt-1 pb-4">
        {children}
      </fieldset>
    </details>
  );
}
