"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { DatabaseField } from "@/components/databases/database-field";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Card } from "@/components/ui/card";
import { Field, NativeSelect } from "@/components/ui/field";
import { useRouter } from "@/i18n/navigation";
import { translateCode } from "@/i18n/translate-code";
import { plannedAnalyses } from "@/lib/analyses/planned";
import { useCreateAnalysis, useParameterSchema } from "@/lib/api/hooks/analyses";
import type { Sample, SampleFile } from "@/lib/api/schema";
import type { ParameterValue } from "@/lib/parameters/schema";
import { ParametersEditor } from "./parameters/parameters-editor";
import { usePlans } from "./planned-analyses";
import { StartControls } from "./start-controls";

interface AnalysisFormProps {
  sample: Sample;
  files: readonly SampleFile[];
}

/** What is searched, and how; and the start. */
export function AnalysisForm({ sample, files }: AnalysisFormProps) {
  const t = useTranslations("AnalysisForm");
  const tPreset = useTranslations("Preset");
  const router = useRouter();
  const schema = useParameterSchema();
  const create = useCreateAnalysis(sample.id);
  const [databaseId, setDatabaseId] = useState<string | null>(null);
  const [preset, setPreset] = useState("auto");
  const [overrides, setOverrides] = useState<Record<string, ParameterValue>>({});
  const [valid, setValid] = useState(true);

  const plans = usePlans();
  const presets = schema.data?.["x-presets"] ?? [];
  const chosen = presets.find((one) => one.name === preset);

  const body = databaseId && { database_id: databaseId, preset, parameters: overrides };
  const start = (fileIds: string[] | null) => {
    if (!body) return;
    create.mutate(
      { ...body, file_ids: fileIds },
      { onSuccess: (analysis) => router.push(`/analyses/${analysis.id}`) },
    );
  };

  return (
    <Card aria-labelledby="analysis-form" className="p-5 lg:sticky lg:top-22">
      <h2 id="analysis-form" className="mb-4 font-serif text-[1.4rem] leading-tight">
        {t("title")}
      </h2>
      <div className="grid gap-4">
        <DatabaseField projectId={sample.project_id} value={databaseId} onChange={setDatabaseId} />
        <Field
          label={t("preset")}
          hint={chosen && translateCode(tPreset, `${chosen.name}.description`, chosen.description)}
        >
          {(control) => (
            <NativeSelect {...control} value={preset} onChange={(event) => setPreset(event.target.value)}>
              {presets.map((one) => (
                <option key={one.name} value={one.name}>
                  {translateCode(tPreset, `${one.name}.name`, one.name)}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        {schema.data && (
          <ParametersEditor
            schema={schema.data}
            presetValues={chosen?.values ?? {}}
            overrides={overrides}
            onChange={(next, isValid) => {
              setOverrides(next);
              setValid(isValid);
            }}
          />
        )}
        {schema.error && <ProblemNotice error={schema.error} onRetry={() => void schema.refetch()} />}
        {create.error && <ProblemNotice error={create.error} />}
        <StartControls
          files={files}
          disabled={!body || !valid || create.isPending || create.isSuccess}
          planned={plans.has(sample.id)}
          onStart={start}
          onPlan={() => body && plannedAnalyses.plan({ sample, body })}
          onDrop={() => plannedAnalyses.drop(sample.id)}
        />
      </div>
    </Card>
  );
}
