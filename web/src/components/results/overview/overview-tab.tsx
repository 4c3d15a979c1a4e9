"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useParameterName } from "@/components/analyses/parameters/use-parameter-name";
import { Card, CardHeader } from "@/components/ui/card";
import { Description, DescriptionList } from "@/components/ui/description-list";
import { Notice } from "@/components/ui/notice";
import { Scientific } from "@/components/ui/scientific";
import type { FdrEstimate, Summary, Tolerance } from "@/lib/api/schema";
import { displayName } from "@/lib/format/protein-name";
import { formatBytes, formatMass, formatNumber, formatPercent } from "@/lib/format/quantities";
import { Evidence } from "../verdict/evidence";
import { useVerdictText } from "../verdict/use-verdict-text";
import { CountsFlow } from "./counts-flow";
import { useChoiceText } from "./use-choice-text";

/** Why the verdict is what it is, and what the engine chose on the way. */
export function OverviewTab({ summary }: { summary: Summary }) {
  const t = useTranslations("Overview");
  const tVerdict = useTranslations("Verdict");
  const locale = useLocale();
  const words = useVerdictText();
  const choice = useChoiceText();
  const { verdict } = summary;
  const tolerance = ({ value, unit }: Tolerance) =>
    `±\u00a0${new Intl.NumberFormat(locale).format(value)}\u00a0${unit}`;
  // The card on the false discovery rate says this already.
  const warnings = summary.warnings.filter((warning) => !warning.code.endsWith("_fdr_not_estimable"));
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="grid gap-5">
        {warnings.map((warning) => (
          <Notice key={warning.code} tone="caution">
            {choice.warning(warning)}
          </Notice>
        ))}
        <Card>
          <CardHeader title={t("evidence")} />
          <div className="grid gap-5 px-5 pb-5">
            {verdict.protein && (
              <>
                <div>
                  <p className="font-medium">{displayName(verdict.protein)}</p>
                  <p className="figures text-[0.88rem] text-ink-faint">
                    {verdict.protein.accession} · {formatMass(verdict.protein.mass_da, locale)}
                  </p>
                </div>
                <Evidence protein={verdict.protein} />
              </>
            )}
            <ol className="grid gap-2 text-ink-soft">
              {verdict.reasons.map((reason, index) => (
                <li key={reason.text} className="grid grid-cols-[1.6rem_1fr]">
                  <span className="figures text-ink-faint">{index + 1}</span>
                  <span>{words.reason(reason)}</span>
                </li>
              ))}
            </ol>
          </div>
        </Card>
        {verdict.best_competitor && (
          <Card>
            <CardHeader title={tVerdict("competitor")} hint={t("competitorHint")} />
            <div className="px-5 pb-5">
              <DescriptionList>
                <Description term={t("protein")}>
                  {displayName(verdict.best_competitor)}{" "}
                  <span className="figures text-ink-faint">{verdict.best_competitor.accession}</span>
                </Description>
                <Description term={tVerdict("eValue")}>
                  <Scientific value={verdict.best_competitor.e_value} />
                </Description>
                <Description term={tVerdict("peptides")}>
                  <span className="figures">{formatNumber(verdict.best_competitor.peptides, locale)}</span>
                </Description>
                <Description term={tVerdict("coverage")}>
                  <span className="figures">
                    {formatPercent(verdict.best_competitor.coverage_percent, locale)}
                  </span>
                </Description>
              </DescriptionList>
            </div>
          </Card>
        )}
        <Card>
          <CardHeader title={t("counts")} />
          <div className="px-5 pb-5">
            <CountsFlow counts={summary.counts} />
          </div>
        </Card>
        <Card>
          <CardHeader title={t("fdr")} hint={t("fdrHint")} />
          <div className="grid gap-2.5 px-5 pb-5">
            {(["psm", "peptide", "protein"] as const).map((level) => (
              <FdrLine key={level} name={t(`level_${level}`)} estimate={summary.fdr[level]} />
            ))}
          </div>
        </Card>
      </div>
      <div className="grid gap-5">
        <Card>
          <CardHeader title={t("choices")} hint={t("choicesHint")} />
          <div className="grid gap-4 px-5 pb-5">
            <Choice term={t("acquisition")} value={choice.acquisition(summary.acquisition.type)}>
              {choice.acquisitionReason(summary.acquisition)}
            </Choice>
            <Choice
              term={t("resolution")}
              value={t("resolutionValue", {
                ms1: choice.resolution(summary.resolution.ms1),
                ms2: choice.resolution(summary.resolution.ms2),
              })}
            >
              {choice.resolutionReason(summary.resolution)}
            </Choice>
            <Choice
              term={summary.preset.chosen_by === "engine" ? t("presetByEngine") : t("presetByUser")}
              value={choice.preset(summary.preset.name)}
            />
            <Choice
              term={t("tolerances")}
              value={t("tolerancesValue", {
                precursor: tolerance(summary.tolerances.precursor),
                fragment: tolerance(summary.tolerances.fragment),
              })}
            />
          </div>
        </Card>
        <Card>
          <CardHeader title={t("origin")} />
          <div className="px-5 pb-5">
            <DescriptionList>
              <Description term={t("file")}>
                <span className="break-all">{summary.file.name}</span>
              </Description>
              <Description term={t("format")}>
                {summary.file.format} · {formatBytes(summary.file.size_bytes, locale)}
              </Description>
              <Description term="SHA-256">
                <Hash text={summary.file.sha256} />
              </Description>
              <Description term={t("database")}>
                {t("databaseValue", {
                  name: summary.database.name,
                  proteins: formatNumber(summary.database.proteins, locale),
                })}
              </Description>
              <Description term="SHA-256">
                <Hash text={summary.database.sha256} />
              </Description>
              <Description term={t("expected")}>
                {summary.expected
                  ? `${summary.expected.accession} · ${displayName(summary.expected)}`
                  : t("expectedNothing")}
              </Description>
              <Description term={t("engine")}>
                <span className="figures">massa {summary.engine_version}</span>
              </Description>
            </DescriptionList>
          </div>
        </Card>
        <Parameters parameters={summary.parameters} />
      </div>
    </div>
  );
}

function Hash({ text }: { text: string }) {
  return (
    <span className="figures text-[0.82rem]" title={text}>
      {text.slice(0, 16)}…
    </span>
  );
}

function Choice({ term, value, children }: { term: string; value: string; children?: ReactNode }) {
  return (
    <div>
      <p className="text-[0.88rem] text-ink-faint">{term}</p>
      <p className="font-medium">{value}</p>
      {children && <p className="mt-0.5 text-[0.9rem] text-ink-soft">{children}</p>}
    </div>
  );
}

function FdrLine({ name, estimate }: { name: string; estimate: FdrEstimate }) {
  const t = useTranslations("Overview");
  const locale = useLocale();
  return (
    <div className="grid grid-cols-[7rem_1fr] gap-x-3 text-[0.93rem]">
      <span className="text-ink-faint">{name}</span>
      <span>
        {estimate.estimable
          ? t("fdrEstimable", {
              accepted: formatNumber(estimate.accepted, locale),
              targets: formatNumber(estimate.targets, locale),
              threshold: formatPercent(estimate.threshold * 100, locale, 0),
            })
          : t("fdrNotEstimable", { targets: estimate.targets, text: formatNumber(estimate.targets, locale) })}
      </span>
    </div>
  );
}

function Parameters({ parameters }: { parameters: Summary["parameters"] }) {
  const t = useTranslations("Overview");
  const nameOf = useParameterName();
  return (
    <Card>
      <details className="group px-5 py-4">
        <summary className="font-semibold text-[1.02rem]">{t("parameters")}</summary>
        <DescriptionList className="mt-3 text-[0.86rem]">
          {Object.entries(parameters).map(([key, value]) => (
            <Description key={key} term={<span title={key}>{nameOf(key)}</span>}>
              <span className="figures break-all">
                {Array.isArray(value) ? value.join(", ") : String(value ?? "–")}
              </span>
            </Description>
          ))}
        </DescriptionList>
      </details>
    </Card>
  );
}
