"use client";

import { ChevronDown, FolderOpen, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import {
  Menu,
  MenuItem,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
} from "@/components/ui/menu";
import { useCreateProject } from "@/lib/api/hooks/projects";
import type { Project } from "@/lib/api/schema";
import { useProjectName } from "./use-project-name";

interface ProjectMenuProps {
  projects: readonly Project[];
  current: Project | undefined;
  onChoose: (projectId: string) => void;
}

/** Which project one is in, and the way to another or a new one. */
export function ProjectMenu({ projects, current, onChoose }: ProjectMenuProps) {
  const t = useTranslations("Projects");
  const [creating, setCreating] = useState(false);
  const nameOf = useProjectName();
  return (
    <>
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            aria-label={t("switch", { name: current ? nameOf(current) : "" })}
            className="-ml-1.5 mb-0.5 flex items-center gap-1.5 rounded-control px-1.5 py-0.5 text-[0.9rem] text-ink-soft hover:bg-sunken"
          >
            <FolderOpen aria-hidden className="size-4" />
            {current ? nameOf(current) : "…"}
            <ChevronDown aria-hidden className="size-3.5" />
          </button>
        }
      >
        <MenuLabel>{t("title")}</MenuLabel>
        <MenuRadioGroup value={current?.id ?? ""} onValueChange={onChoose}>
          {projects.map((project) => (
            <MenuRadioItem key={project.id} value={project.id}>
              {nameOf(project)}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuItem onSelect={() => setCreating(true)}>
          <Plus aria-hidden /> {t("new")}
        </MenuItem>
      </Menu>
      <NewProjectDialog open={creating} onOpenChange={setCreating} onCreated={onChoose} />
    </>
  );
}

interface NewProjectDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onCreated: (projectId: string) => void;
}

function NewProjectDialog({ open, onOpenChange, onCreated }: NewProjectDialogProps) {
  const t = useTranslations("Projects");
  const create = useCreateProject();
  const form = useForm({ defaultValues: { name: "" } });
  const submit = form.handleSubmit(({ name }) =>
    create.mutate(name, {
      onSuccess: (project) => {
        form.reset();
        onOpenChange(false);
        onCreated(project.id);
      },
    }),
  );
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("new")} description={t("newHint")}>
      <form noValidate onSubmit={submit} className="grid gap-4">
        <Field label={t("name")} error={form.formState.errors.name && t("nameMissing")}>
          {(control) => <Input {...control} {...form.register("name", { required: true })} />}
        </Field>
        {create.error && <ProblemNotice error={create.error} />}
        <Button type="submit" variant="primary" className="justify-self-end" disabled={create.isPending}>
          {t("create")}
        </Button>
      </form>
    </Dialog>
  );
}
