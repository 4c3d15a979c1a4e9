"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { translateCode } from "@/i18n/translate-code";
import { fromText, type ParameterField, type ParameterValue, toText } from "@/lib/parameters/schema";
import { useParameterName } from "./use-parameter-name";

interface ParameterControlProps {
  field: ParameterField;
  presetValue: ParameterValue;
  /** Undefined: the preset's value holds. */
  override: ParameterValue | undefined;
  onChange: (value: ParameterValue | undefined, valid: boolean) => void;
}

export function ParameterControl({ field, presetValue, override, onChange }: ParameterControlProps) {
  const t = useTranslations("Parameters");
  const tAcquisition = useTranslations("Acquisition");
  const name = useParameterName()(field.key);
  const label = field.unit ? `${name} (${field.unit})` : name;
  const about = translateCode(t, `about_${field.key}`, field.description);
  if (field.kind === "boolean" || field.kind === "choice") {
    const options = field.kind === "boolean" ? ["true", "false"] : field.choices;
    const text = (option: string) =>
      field.kind === "boolean"
        ? t(option === "true" ? "yes" : "no")
        : translateCode(t, `choice_${option}`, translateCode(tAcquisition, option, option));
    return (
      <Field label={label} hint={about}>
        {(control) => (
          <NativeSelect
            {...control}
            value={override === undefined ? "" : String(override)}
            onChange={({ target: { value } }) =>
              onChange(value === "" ? undefined : field.kind === "boolean" ? value === "true" : value, true)
            }
          >
            <option value="">
              {t("fromPreset", { value: presetValue === null ? t("open") : text(String(presetValue)) })}
            </option>
            {options.map((option) => (
              <option key={option} value={option}>
                {text(option)}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
    );
  }
  return (
    <TextParameter
      field={field}
      label={label}
      about={about}
      presetValue={presetValue}
      override={override}
      onChange={onChange}
    />
  );
}

function TextParameter({
  field,
  label,
  about,
  presetValue,
  override,
  onChange,
}: ParameterControlProps & { label: string; about: string }) {
  const t = useTranslations("Parameters");
  const [text, setText] = useState(toText(override));
  const parsed = fromText(field, text);
  const problem = text !== "" && "problem" in parsed ? parsed.problem : null;
  const list = field.kind === "texts" || field.kind === "integers";
  return (
    <Field
      label={label}
      hint={
        <>
          {about} {list && t("listHint")}
        </>
      }
      error={
        problem
          ? t(`problem_${problem}`, { minimum: field.minimum ?? 0, maximum: field.maximum ?? 0 })
          : undefined
      }
    >
      {(control) => (
        <Input
          {...control}
          value={text}
          inputMode={field.kind === "number" || field.kind === "integer" ? "decimal" : undefined}
          placeholder={toText(presetValue) || t("open")}
          className="font-mono text-[0.88rem]"
          spellCheck={false}
          onChange={(event) => {
            const next = event.target.value;
            setText(next);
            if (next === "") return onChange(undefined, true);
            const result = fromText(field, next);
            if ("problem" in result) onChange(undefined, false);
            else onChange(result.value, true);
          }}
        />
      )}
    </Field>
  );
}
