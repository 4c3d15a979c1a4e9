"use client";

import { Pencil, Target } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Textarea } from "@/components/ui/field";
import { useUpdateFile } from "@/lib/api/hooks/files";
import type { FileUpdate, SampleFile } from "@/lib/api/schema";
import { cn } from "@/lib/cn";
import { cleanSequence, invalidResidues } from "@/lib/sequence/clean";

type Kind = "accession" | "sequence" | "nothing";

interface FormValues {
  kind: Kind;
  accession: string;
  name: string;
  sequence: string;
}

/** What a file should hold, as a button that opens its editor. */
export function ExpectedProteinButton({ file, mayEdit }: { file: SampleFile; mayEdit: boolean }) {
  const t = useTranslations("Expected");
  const [open, setOpen] = useState(false);
  const { expected } = file;
  const text = expected ? (expected.kind === "accession" ? expected.accession : expected.name) : t("nothing");
  const content = (
    <>
      <Target aria-hidden className="size-3.5" />
      <span>{t("label")}</span>{" "}
      <span className={cn(expected ? "figures font-medium text-ink" : "italic")}>{text}</span>
    </>
  );
  if (!mayEdit) return <span className="flex items-center gap-1.5">{content}</span>;
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="-mx-1 flex items-center gap-1.5 rounded-control px-1 py-0.5 hover:bg-sunken hover:text-ink"
      >
        {content} <span className="sr-only">{t("edit", { name: file.name })}</span>
        <Pencil aria-hidden className="size-3" />
      </button>
      {open && <ExpectedProteinDialog file={file} onClose={() => setOpen(false)} />}
    </>
  );
}

function initialValues({ expected, name }: SampleFile): FormValues {
  const blank = { accession: "", name: name.replace(/\..*$/, ""), sequence: "" };
  if (!expected) return { ...blank, kind: "accession" };
  if (expected.kind === "accession") return { ...blank, kind: "accession", accession: expected.accession };
  return { ...blank, kind: "sequence", name: expected.name, sequence: expected.sequence };
}

function toExpected(values: FormValues): FileUpdate["expected"] {
  if (values.kind === "accession") return { kind: "accession", accession: values.accession.trim() };
  if (values.kind === "sequence")
    return { kind: "sequence", name: values.name.trim(), sequence: cleanSequence(values.sequence) };
  return null;
}

function ExpectedProteinDialog({ file, onClose }: { file: SampleFile; onClose: () => void }) {
  const t = useTranslations("Expected");
  const update = useUpdateFile(file);
  const form = useForm<FormValues>({ defaultValues: initialValues(file) });
  const kind = form.watch("kind");
  const { errors } = form.formState;
  const submit = form.handleSubmit((values) =>
    update.mutate({ expected: toExpected(values) }, { onSuccess: onClose }),
  );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("title")}
      description={t("description", { name: file.name })}
    >
      <form noValidate onSubmit={submit} className="grid gap-4">
        <fieldset className="grid gap-1.5">
          <legend className="sr-only">{t("kind")}</legend>
          {(["accession", "sequence", "nothing"] as const).map((one) => (
            <label key={one} className="flex items-center gap-2.5">
              <input type="radio" value={one} className="size-4 accent-brand" {...form.register("kind")} />
              {t(`kind_${one}`)}
            </label>
          ))}
        </fieldset>
        {kind === "accession" && (
          <Field
            label={t("accession")}
            hint={t("accessionHint")}
            error={errors.accession && t("accessionMissing")}
          >
            {(control) => (
              <Input
                {...control}
                spellCheck={false}
                className="font-mono"
                placeholder="P02769"
                {...form.register("accession", { validate: (value) => value.trim() !== "" })}
              />
            )}
          </Field>
        )}
        {kind === "sequence" && (
          <>
            <Field label={t("sequenceName")} error={errors.name && t("sequenceNameMissing")}>
              {(control) => (
                <Input
                  {...control}
                  {...form.register("name", { validate: (value) => value.trim() !== "" })}
                />
              )}
            </Field>
            <Field label={t("sequence")} hint={t("sequenceHint")} error={errors.sequence?.message}>
              {(control) => (
                <Textarea
                  {...control}
                  rows={6}
                  spellCheck={false}
                  className="font-mono"
                  {...form.register("sequence", {
                    validate: (value) => {
                      const invalid = invalidResidues(value);
                      if (invalid.length > 0) return t("sequenceInvalid", { letters: invalid.join(" ") });
                      return cleanSequence(value) !== "" || t("sequenceMissing");
                    },
                  })}
                />
              )}
            </Field>
          </>
        )}
        {update.error && <ProblemNotice error={update.error} />}
        <Button type="submit" variant="primary" className="justify-self-end" disabled={update.isPending}>
          {t("save")}
        </Button>
      </form>
    </Dialog>
  );
}
