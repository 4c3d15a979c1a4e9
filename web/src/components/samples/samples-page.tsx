"use client";

import { Plus, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsBoolean, useQueryState } from "nuqs";
import { ProjectMenu } from "@/components/projects/project-menu";
import { isOwnPersonal } from "@/components/projects/use-project-name";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton } from "@/components/ui/skeleton";
import { Link } from "@/i18n/navigation";
import { useProjects } from "@/lib/api/hooks/projects";
import { useSamples } from "@/lib/api/hooks/samples";
import { NewSampleDialog } from "./new-sample-dialog";
import { SamplesTable } from "./samples-table";

/** The samples of one project. Which one stands in the address; the personal project without it. */
export function SamplesPage() {
  const t = useTranslations("Samples");
  const [chosenProject, setProject] = useQueryState("project");
  const [creating, setCreating] = useQueryState("new", parseAsBoolean.withDefault(false));
  const projects = useProjects();
  const project =
    projects.data?.find((one) => one.id === chosenProject) ??
    projects.data?.find(isOwnPersonal) ??
    projects.data?.[0];
  const samples = useSamples(project?.id ?? null);
  const rows = samples.data?.pages.flatMap((page) => page.items);
  const mayEdit = project !== undefined && project.role !== "viewer";
  const error = projects.error ?? samples.error;

  const newSample = mayEdit && (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden /> {t("new")}
    </Button>
  );

  return (
    <>
      <div className="mb-5 flex flex-wrap items-end justify-between gap-4">
        <div>
          <div className="flex flex-wrap items-center gap-x-3">
            <ProjectMenu projects={projects.data ?? []} current={project} onChoose={setProject} />
            {project && (
              <Link
                href={`/projects/${project.id}`}
                className="mb-0.5 flex items-center gap-1.5 rounded-control px-1.5 py-0.5 text-[0.9rem] text-ink-soft hover:bg-sunken hover:text-ink"
              >
                <Users aria-hidden className="size-4" /> {t("members")}
              </Link>
            )}
          </div>
          <h1 className="font-serif text-[2.1rem] leading-tight tracking-[-0.015em]">{t("title")}</h1>
        </div>
        {newSample}
      </div>
      {error && (
        <ProblemNotice error={error} onRetry={() => void (projects.error ? projects : samples).refetch()} />
      )}
      <Card className="overflow-hidden">
        {!rows && !error && (
          <div className="grid gap-3 p-5" aria-busy="true">
            {[1, 2, 3].map((row) => (
              <Skeleton key={row} className="h-10" />
            ))}
          </div>
        )}
        {rows?.length === 0 && (
          <EmptyState title={t("emptyTitle")} action={newSample}>
            {t("emptyText")}
          </EmptyState>
        )}
        {rows && rows.length > 0 && <SamplesTable samples={rows} />}
        {samples.hasNextPage && (
          <div className="border-line border-t p-3 text-center">
            <Button
              variant="ghost"
              onClick={() => samples.fetchNextPage()}
              disabled={samples.isFetchingNextPage}
            >
              {t("more")}
            </Button>
          </div>
        )}
      </Card>
      {project && (
        <NewSampleDialog
          projectId={project.id}
          open={creating}
          onOpenChange={(open) => setCreating(open || null)}
        />
      )}
    </>
  );
}
