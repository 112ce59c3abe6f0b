// Alert rules, evaluated as a monitoring system would: at a fixed interval, over what the last windows
// of the series hold, firing once they have held for long enough. Nothing of the run depends on it.
// Quantiles over several windows are the mean of the windows' own, weighted by their requests, as is
// the habit of dashboards; they are no quantiles of the whole.
import type { AlertFiring, AlertResult } from "../results/alert-result.ts";
import { OUTCOMES } from "../results/outcomes.ts";
import {
  edgeColumn,
  nodeColumn,
  rowLengthOf,
  type SeriesLayout,
  typeColumn,
} from "../results/series.ts";
import type { StorySentence } from "../results/snapshot.ts";
import { isAlertProblem, parseAlert, type Signal, signalOf } from "../scenario/alert-rules.ts";
import type { ResolvedAlert, ResolvedFault, ResolvedScenario } from "../scenario/document.ts";
import { formatClock, formatDuration } from "./phrase.ts";

/** Of one window: what is averaged is `part` over `whole`. */
type Reading = readonly [part: number, whole: number];
type Reader = (rows: Float64Array, at: number, spanS: number) => Reading;

/** Alerts that the sentence names. */
const MOST_TOLD = 3;

/** Windows end on a grid, their ends may be a rounding error off it. */
const SLACK_MS = 1e-6;

const FAILURES = OUTCOMES.slice(2);

function weighed(value: number, weight: number): Reading {
  return value - value === 0 ? [value * weight, weight] : [0, 0];
}

function typeReader({ id, measure }: Signal, layout: SeriesLayout): Reader {
  const type = layout.typeIds.indexOf(id);
  const column = (name: Parameters<typeof typeColumn>[1]) => typeColumn(type, name);
  const [ok, degraded, good] = [column("ok"), column("degraded"), column("good")];
  const failures = FAILURES.map(column);
  const failed = (rows: Float64Array, at: number) =>
    failures.reduce((sum, offset) => sum + rows[at + offset], 0);
  const passed = (rows: Float64Array, at: number) => rows[at + ok] + rows[at + degraded];
  switch (measure) {
    case "errorRate":
      return (rows, at) => [failed(rows, at), failed(rows, at) + passed(rows, at)];
    case "availability":
      return (rows, at) => [passed(rows, at), failed(rows, at) + passed(rows, at)];
    case "throughput":
      return (rows, at, spanS) => [passed(rows, at), spanS];
    case "goodput":
      return (rows, at, spanS) => [rows[at + good], spanS];
    default: {
      const offset = column(`${measure}Ms` as "p99Ms");
      return (rows, at) => weighed(rows[at + offset], passed(rows, at));
    }
  }
}

function nodeReader({ id, measure }: Signal, layout: SeriesLayout): Reader {
  const node = layout.nodeIds.indexOf(id);
  const column = (name: Parameters<typeof nodeColumn>[2]) => nodeColumn(layout, node, name);
  const share = (part: number, whole: number): Reader => {
    return (rows, at) => [rows[at + part], rows[at + whole]];
  };
  const [failed, ended] = [column("callerFailed"), column("callerEnded")];
  const done = column("completions");
  switch (measure) {
    case "errorRate":
      return share(failed, ended);
    case "availability":
      return (rows, at) => [rows[at + ended] - rows[at + failed], rows[at + ended]];
    case "throughput":
      return (rows, at, spanS) => [rows[at + done], spanS];
    case "utilization":
      return share(column("heldMean"), column("slotsMean"));
    case "wastedRatio":
      return share(column("wastedMs"), column("serviceMs"));
    default: {
      const levels = { backlog: "backlogEnd", lag: "oldestMs" } as const;
      const isLevel = measure === "backlog" || measure === "lag";
      const offset = column(isLevel ? levels[measure] : (`${measure}Ms` as "p99Ms"));
      return (rows, at) => weighed(rows[at + offset], isLevel ? 1 : rows[at + done]);
    }
  }
}

function edgeReader({ id, measure }: Signal, layout: SeriesLayout): Reader {
  const edge = layout.edgeIds.indexOf(id);
  const column = (name: Parameters<typeof edgeColumn>[2]) => edgeColumn(layout, edge, name);
  const [ok, failed] = [column("okAttempts"), column("failedAttempts")];
  switch (measure) {
    case "errorRate":
      return (rows, at) => [rows[at + failed], rows[at + failed] + rows[at + ok]];
    case "availability":
      return (rows, at) => [rows[at + ok], rows[at + failed] + rows[at + ok]];
    case "throughput":
      return (rows, at, spanS) => [rows[at + ok], spanS];
    default: {
      const offset = column(`${measure}Ms` as "p99Ms");
      return (rows, at) => weighed(rows[at + offset], rows[at + ok]);
    }
  }
}

function readerOf(signal: Signal, layout: SeriesLayout): Reader {
  if (signal.on === "type") return typeReader(signal, layout);
  return signal.on === "node" ? nodeReader(signal, layout) : edgeReader(signal, layout);
}

function holds(op: string, value: number, bound: number): boolean {
  switch (op) {
    case "<":
      return value < bound;
    case "<=":
      return value <= bound;
    case ">":
      return value > bound;
    default:
      return value >= bound;
  }
}

interface Window {
  readonly endMs: number;
  readonly reading: Reading;
}

/** One rule: what it has read, and how it stands. */
class Watched {
  private readonly alert: ResolvedAlert;
  private readonly read: Reader;
  private readonly op: string;
  private readonly bound: number;
  /** Turns what is measured into what is compared: a burn rate from availability or errors. */
  private readonly scaled: (value: number) => number;
  private windows: Window[] = [];
  private evaluated = 0;
  private sinceMs: number | null = null;
  private isFiring = false;
  readonly firings: { pendingMs: number; firedMs: number; resolvedMs: number | null }[] = [];

  constructor(alert: ResolvedAlert, layout: SeriesLayout, scenario: ResolvedScenario) {
    this.alert = alert;
    const slos = Object.fromEntries(scenario.slos.map((slo) => [slo.id, slo]));
    const parsed = parseAlert(alert.expr, slos);
    if (isAlertProblem(parsed)) throw new Error(`Unchecked alert ${alert.id}: ${parsed.message}`);
    const { typeIds: types, nodeIds: nodes, edgeIds: edges } = layout;
    const signal = signalOf(parsed, { types, nodes, edges });
    if (typeof signal === "string") throw new Error(`Unchecked alert ${alert.id}: ${signal}`);
    this.read = readerOf(signal, layout);
    this.op = parsed.op;
    this.bound = parsed.value;
    const { burns, budget } = parsed;
    const bad = (value: number) => (signal.measure === "availability" ? 1 - value : value);
    this.scaled = (value) => (burns === null ? value : bad(value) / budget);
  }

  take(rows: Float64Array, at: number, startMs: number): void {
    const endMs = rows[at];
    this.windows.push({ endMs, reading: this.read(rows, at, (endMs - startMs) / 1000) });
    const everyMs = this.alert.everyS * 1000;
    while ((this.evaluated + 1) * everyMs <= endMs + SLACK_MS) {
      this.evaluated++;
      this.evaluate(this.evaluated * everyMs);
    }
    const keptMs = endMs - this.alert.overS * 1000 - everyMs;
    if (this.windows[0].endMs < keptMs - 60_000) {
      this.windows = this.windows.filter((window) => window.endMs >= keptMs);
    }
  }

  /** Mean over the windows that end in the last seconds before an instant; NaN where there is none. */
  private over(seconds: number, atMs: number): number {
    let [part, whole] = [0, 0];
    for (const { endMs, reading } of this.windows) {
      if (endMs > atMs + SLACK_MS || endMs <= atMs - seconds * 1000 + SLACK_MS) continue;
      if (!(reading[1] > 0)) continue;
      part += reading[0];
      whole += reading[1];
    }
    return this.scaled(part / whole);
  }

  private evaluate(atMs: number): void {
    const { overS, shortOverS, forS } = this.alert;
    const isOn =
      holds(this.op, this.over(overS, atMs), this.bound) &&
      (shortOverS === null || holds(this.op, this.over(shortOverS, atMs), this.bound));
    if (!isOn) {
      const last = this.firings.at(-1);
      if (this.isFiring && last !== undefined) last.resolvedMs = atMs;
      this.isFiring = false;
      this.sinceMs = null;
      return;
    }
    this.sinceMs ??= atMs;
    if (this.isFiring || atMs - this.sinceMs < forS * 1000 - SLACK_MS) return;
    this.isFiring = true;
    this.firings.push({ pendingMs: this.sinceMs, firedMs: atMs, resolvedMs: null });
  }

  result(faults: readonly ResolvedFault[], nowMs: number): AlertResult {
    const { id, name, expr, overS } = this.alert;
    const found = this.firings.map(({ pendingMs, firedMs, resolvedMs }): AlertFiring => {
      const fault = faultBehind(faults, pendingMs, firedMs, overS * 1000);
      return {
        pendingAtS: pendingMs / 1000,
        firedAtS: firedMs / 1000,
        resolvedAtS: resolvedMs === null ? null : resolvedMs / 1000,
        fault: fault?.id ?? null,
        detectS: fault === null ? null : (firedMs - fault.atMs) / 1000,
      };
    });
    const missed = faults.filter(
      (fault) => fault.atMs < nowMs && !found.some((firing) => firing.fault === fault.id),
    );
    const pendingAtS = this.isFiring || this.sinceMs === null ? null : this.sinceMs / 1000;
    return { id, name, expr, firings: found, pendingAtS, missed: missed.map((fault) => fault.id) };
  }
}

/** The fault that began last before an alert fired, and still acted within what it looked at. */
function faultBehind(
  faults: readonly ResolvedFault[],
  pendingMs: number,
  firedMs: number,
  overMs: number,
): ResolvedFault | null {
  let latest: ResolvedFault | null = null;
  for (const fault of faults) {
    if (fault.atMs > firedMs || fault.atMs + fault.forMs + overMs < pendingMs) continue;
    if (latest === null || fault.atMs > latest.atMs) latest = fault;
  }
  return latest;
}

export class AlertWatch {
  private readonly layout: SeriesLayout;
  private readonly rules: readonly Watched[];
  private faults: readonly ResolvedFault[];
  private nowMs = 0;

  constructor(scenario: ResolvedScenario, layout: SeriesLayout) {
    this.layout = layout;
    this.rules = (scenario.alerts ?? []).map((alert) => new Watched(alert, layout, scenario));
    this.faults = timedFaults(scenario);
  }

  /** Whole series rows back to back, in order. */
  push(rows: Float64Array): void {
    if (this.rules.length === 0) return;
    const length = rowLengthOf(this.layout);
    for (let at = 0; at + length <= rows.length; at += length) {
      for (const rule of this.rules) rule.take(rows, at, this.nowMs);
      this.nowMs = rows[at];
    }
  }

  /** Faults have changed while the run goes on. */
  update(scenario: ResolvedScenario): void {
    this.faults = timedFaults(scenario);
  }

  results(): AlertResult[] {
    return this.rules.map((rule) => rule.result(this.faults, this.nowMs));
  }

  /** One sentence on which alerts fired first, or that none did; none without rules and faults. */
  sentence(): StorySentence[] {
    const results = this.results();
    const text = sentenceOf(results, this.faults, this.nowMs);
    if (text === null) return [];
    const fired = results.flatMap(({ firings }) => firings.slice(0, 1));
    const atS = fired.length === 0 ? null : Math.min(...fired.map(({ firedAtS }) => firedAtS));
    return [{ text, node: null, atS, state: null }];
  }
}

/** Faults whose times are known beforehand. */
function timedFaults({ faults }: ResolvedScenario): readonly ResolvedFault[] {
  return faults.filter(({ enabled, comings }) => enabled && comings === undefined);
}

function sentenceOf(
  results: readonly AlertResult[],
  faults: readonly ResolvedFault[],
  nowMs: number,
): string | null {
  if (results.length === 0) return null;
  const fired = results
    .flatMap(({ name, firings }) => firings.slice(0, 1).map((firing) => ({ name, ...firing })))
    .sort((a, b) => a.firedAtS - b.firedAtS);
  const begun = faults.filter(({ atMs }) => atMs < nowMs);
  if (fired.length === 0) {
    return begun.length === 0 ? null : "No alert has fired.";
  }
  const clauses = fired.slice(0, MOST_TOLD).map(({ name, firedAtS, detectS }, at) => {
    const since = at === 0 ? " after the fault began" : "";
    const after = detectS === null ? "" : ` (${formatDuration(detectS * 1000)}${since})`;
    return `“${name}” ${at === 0 ? "fired " : ""}at ${formatClock(firedAtS * 1000)}${after}`;
  });
  const more = fired.length - clauses.length;
  const silent = results.length - fired.length;
  const rest = [
    ...(more > 0 ? [`${more} more later`] : []),
    ...(silent > 0 ? [`${silent} not at all`] : []),
  ];
  return `Of the alerts ${[...clauses, ...rest].join(", ")}.`;
}
