import type { RunResult, SloResult } from "../../simulation/results/run-result.ts";
import type { SloExpression } from "../../simulation/scenario/slo-grammar.ts";
import { useDesign, useRun } from "../store/hooks.ts";
import { rowAt } from "../store/run-rows.ts";
import { NO_VALUE } from "../ui/format.ts";
import { StateGlyph } from "../ui/StateGlyph.tsx";
import { estimatesOf, withInterval } from "./estimates.ts";
import { boundText, formatMeasure, meets, readExpression, readSlo } from "./slo.ts";
import { ThinMark } from "./ThinMark.tsx";
import { useChartRows } from "./use-chart-rows.ts";
import { useRunResult } from "./use-run-result.ts";

/** The objectives with their verdicts: of the whole run once it ended, of the rows so far before. */
export function SloRows({ slot }: { readonly slot: number }) {
  const { slos = {} } = useDesign();
  const result = useRunResult();
  const rows = useChartRows(slot);
  const { playheadMs, warmupMs } = useRun((run) => ({
    playheadMs: run.playheadMs,
    warmupMs: run.info?.warmupMs ?? 0,
  }));
  const entries = Object.entries(slos);
  if (entries.length === 0) return null;
  const row = !rows ? -1 : playheadMs === null ? rows.count - 1 : rowAt(rows, playheadMs);
  return (
    <ul className="results-slos" aria-label="Objectives">
      {entries.map(([id, { name, expr }]) => {
        const slo = readExpression(expr);
        const final =
          playheadMs === null ? result?.slos.find((entry) => entry.expr === expr) : undefined;
        const reading = final || !slo || !rows ? null : readSlo(rows, slo, warmupMs, row);
        const verdict = final
          ? finalVerdict(final, result !== null && restsOnFew(result, slo))
          : reading && slo
            ? { value: reading.value, met: meets(slo, reading.value), basis: reading.basis }
            : null;
        return <SloRow key={id} label={name ?? sloLabel(slo, expr)} {...{ slo, expr, verdict }} />;
      })}
    </ul>
  );
}

interface Verdict {
  readonly value: number;
  readonly met: boolean;
  readonly basis: string;
  readonly halfWidth?: number | undefined;
  /** Too few values lie beyond the quantile. */
  readonly isThin?: boolean;
}

function finalVerdict({ value, met, halfWidth }: SloResult, isThin: boolean): Verdict {
  return { value: value ?? Number.NaN, met, basis: "whole run", halfWidth, isThin };
}

/** Whether the quantile that an objective is about has too few samples. */
function restsOnFew(result: RunResult, slo: SloExpression | null): boolean {
  if (slo === null) return false;
  const target = slo.target.replace(/^(node|edge):/, "");
  const block =
    slo.target in result.endToEnd ? "endToEnd" : target in result.nodes ? "nodes" : "edges";
  return estimatesOf(result)(block, target, "latencyMs", slo.measure).isThin;
}

interface SloRowProps {
  readonly label: string;
  readonly slo: SloExpression | null;
  readonly expr: string;
  readonly verdict: Verdict | null;
}

function SloRow({ label, slo, expr, verdict }: SloRowProps) {
  const state = verdict === null ? null : verdict.met ? "healthy" : "failing";
  const word = verdict === null ? "not judged yet" : verdict.met ? "met" : "missed";
  return (
    <li title={verdict ? `${expr} (${verdict.basis})` : expr}>
      {state ? (
        <StateGlyph state={state} size={14} decorative />
      ) : (
        <i className="results-slo-none" />
      )}
      <span className="ui-visually-hidden">{word}: </span>
      <span className="results-slo-name">{label}</span>
      <span className="results-slo-bound">{slo ? boundText(slo) : expr}</span>
      <span className="results-slo-value ui-num" data-missed={state === "failing"}>
        {verdict && slo ? valueText(slo, verdict) : NO_VALUE}
        {verdict?.isThin ? <ThinMark /> : null}
      </span>
    </li>
  );
}

function valueText({ measure }: SloExpression, { value, halfWidth }: Verdict): string {
  const estimate = { value: Number.isNaN(value) ? null : value, halfWidth: halfWidth ?? null };
  return withInterval(estimate, (shown) => formatMeasure(measure, shown ?? Number.NaN));
}

const MEASURE_WORDS: Readonly<Record<string, string>> = {
  availability: "Succeed",
  errorRate: "Fail",
  throughput: "Throughput",
  goodput: "Goodput",
  lag: "Lag",
  backlog: "Backlog",
  recovery: "Recovery",
  utilization: "Utilization",
};

function sloLabel(slo: SloExpression | null, expr: string): string {
  if (!slo) return expr;
  const what = MEASURE_WORDS[slo.measure] ?? slo.measure;
  return slo.target === "all" ? what : `${what}, ${slo.target}`;
}
