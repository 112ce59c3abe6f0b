// What happened in a run, in order of time: faults and changes, nodes that left health, limits that
// were hit, warnings about the numbers.
import type { RunResult } from "../../../simulation/results/run-result.ts";
import type { CascadeStep, NodeState } from "../../../simulation/results/story.ts";
import type { Json, ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { earlyEndWords } from "../../store/early-end-words.ts";
import { actingSpans } from "../../store/fault-span.ts";
import { faultTitle } from "../../store/fault-title.ts";
import { nodeTitle } from "../../store/proxy-names.ts";
import { formatClock } from "../../ui/format.ts";

export type LogKind = "fault" | "change" | "state" | "limit" | "warning" | "end";

export interface LogEntry {
  readonly key: string;
  readonly kind: LogKind;
  /** Null: about the run as a whole. */
  readonly atMs: number | null;
  readonly text: string;
  /** What a press selects: a node, or `fault:ID`. */
  readonly selects: string | null;
  readonly state: NodeState | null;
}

export interface LogSource {
  readonly document: ScenarioDocument;
  readonly nowMs: number;
  readonly cascade: readonly CascadeStep[];
  readonly endedEarly: string | null;
  readonly endedOver: string | null;
  readonly isFinished: boolean;
  readonly digest: string | null;
  readonly message: string | null;
  readonly result: RunResult | null;
}

const MECHANISMS: Readonly<Record<string, string>> = {
  blockedCallers: "its slots wait for",
  dependencyErrors: "its calls failed at",
  retryLoad: "overloaded by retries of",
  starvation: "its messages depend on",
  heldLocks: "its rows are locked for",
  sharedFate: "it shares a process with",
};

function nodeName(document: ScenarioDocument, id: string): string {
  return nodeTitle(document, id);
}

/** `fault:ID`, `node:ID/MECHANISM`, `load` ... as the end of a sentence; empty if unexplained. */
export function becauseWords(because: string, document: ScenarioDocument): string {
  const [kind = "", rest = ""] = because.split(/:(.*)/s);
  if (kind === "fault") {
    const fault = document.faults?.[rest];
    return ` because of “${fault ? faultTitle(rest, fault) : rest}”`;
  }
  if (kind === "node") {
    const [id = "", mechanism = ""] = rest.split("/");
    return `, ${MECHANISMS[mechanism] ?? "because of"} ${nodeName(document, id)}`;
  }
  if (kind === "change") return " after a change";
  if (kind === "load") return " under the load";
  return kind === "capacity" ? ", out of capacity" : "";
}

function valueText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function faultEntries({ document }: LogSource): LogEntry[] {
  return Object.entries(document.faults ?? {}).flatMap(([id, fault]): LogEntry[] => {
    if (fault.atS == null) return [];
    const title = faultTitle(id, fault);
    const entry = (atMs: number, what: string): LogEntry => ({
      key: `${id} ${what} ${atMs}`,
      kind: "fault",
      atMs,
      text: `${title} ${what}`,
      selects: `fault:${id}`,
      state: null,
    });
    return actingSpans(document, id, fault).flatMap(({ fromMs, toMs }) => {
      if (fromMs === toMs) return [entry(fromMs, "happens")];
      return [entry(fromMs, "begins"), ...(Number.isFinite(toMs) ? [entry(toMs, "ends")] : [])];
    });
  });
}

const SWITCH = /^faults\.([^.]+)\.enabled$/;

/** "Slow payment switched on"; of everything else path and value, as in the file. */
function changeWords(path: string, value: Json, document: ScenarioDocument): string {
  const id = SWITCH.exec(path)?.[1] ?? "";
  const fault = document.faults?.[id];
  if (fault) return `${faultTitle(id, fault)} switched ${value === true ? "on" : "off"}`;
  return `${path} = ${valueText(value)}`;
}

function changeEntries({ document }: LogSource): LogEntry[] {
  return Object.entries(document.changes ?? {}).map(([id, { atMs, set }]) => {
    const paths = Object.entries(set).map(([path, value]) => changeWords(path, value, document));
    return {
      key: `change ${id}`,
      kind: "change",
      atMs,
      text: `Changed while it ran: ${paths.join(", ")}`,
      selects: null,
      state: null,
    };
  });
}

/** `is saturated by 1:05`; the time only where the state was entered later than health was left. */
export function stateWords({ atS, state, stateAtS }: CascadeStep): string {
  const entered = formatClock(stateAtS * 1000);
  return `is ${state}${entered === formatClock(atS * 1000) ? "" : ` by ${entered}`}`;
}

function stateEntries({ document, cascade }: LogSource): LogEntry[] {
  return cascade.map((step) => {
    const { atS, node, state, because } = step;
    return {
      key: `${atS} ${node} ${state}`,
      kind: "state",
      atMs: atS * 1000,
      text: `${nodeName(document, node)} ${stateWords(step)}${becauseWords(because, document)}`,
      selects: node,
      state,
    };
  });
}

function runEntries(source: LogSource) {
  const { isFinished, digest, message, nowMs, result } = source;
  const entry = (kind: LogKind, text: string, atMs: number | null): LogEntry => ({
    ...{ key: `${kind} ${text}`, kind, atMs, text },
    selects: null,
    state: null,
  });
  const entries: LogEntry[] = [];
  if (message !== null) entries.push(entry("limit", message, nowMs));
  const early = earlyEndWords(source.document, source);
  if (early !== null) entries.push(entry("limit", early, nowMs));
  else if (isFinished) entries.push(entry("end", `The run ended; digest ${digest ?? ""}`, nowMs));
  for (const warning of result?.warnings ?? []) entries.push(entry("warning", warning, null));
  return entries;
}

/** Everything up to the present, the oldest first; what is about the whole run stands last. */
export function logEntries(source: LogSource): LogEntry[] {
  const timed = [
    ...faultEntries(source),
    ...changeEntries(source),
    ...stateEntries(source),
    ...runEntries(source),
  ].filter(({ atMs }) => atMs === null || atMs <= source.nowMs);
  const at = ({ atMs }: LogEntry) => atMs ?? Number.POSITIVE_INFINITY;
  return timed.sort((a, b) => (at(a) === at(b) ? 0 : at(a) - at(b)));
}
