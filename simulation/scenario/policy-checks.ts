// What the policies of a call say about each other: breakers that cannot open, waits that something
// else cuts short, values without an effect. All of it runs, so all of it is a warning.
import { CALL_EDGE_PARAMS } from "../policies/catalog.ts";
import type { EdgeDocument, ScenarioDocument } from "./document.ts";
import { parseEdgeId } from "./ids.ts";
import type { JsonObject } from "./json-shape.ts";
import type { ProblemList } from "./problem-list.ts";
import { resolveValues } from "./resolve-values.ts";

interface Breaker {
  readonly window: { readonly type: "count" | "time" | "consecutive" };
  readonly failureRateThreshold: number;
  readonly opensAt: "reached" | "exceeded";
  readonly rateOf: "ended" | "started";
  readonly slowCallMs: number | null;
  readonly slowCallRateThreshold: number;
  readonly appliesTo: "call" | "attempt";
  readonly ignore: readonly string[];
}

const { breaker: BREAKER } = CALL_EDGE_PARAMS;

/** Fields of a breaker that judges rates, which one that counts failures in a row does not. */
const OF_RATES = [
  "failureRateThreshold",
  "opensAt",
  "rateOf",
  "judgedAt",
  "slowCallMs",
  "slowCallRateThreshold",
  "minimumCalls",
] as const;

export function checkPolicies(document: ScenarioDocument, problems: ProblemList): void {
  for (const [id, node] of Object.entries(document.nodes)) {
    if (node.kind !== "client") continue;
    const { deadlineMs, patienceMs } = node as { deadlineMs?: unknown; patienceMs?: unknown };
    if (typeof deadlineMs === "number" && isAtMost(patienceMs, deadlineMs)) {
      const message = "has no effect: the patience of the users ends no later";
      problems.warn("unused", ["nodes", id, "deadlineMs"], message);
    }
  }
  for (const [id, edge] of Object.entries(document.edges)) {
    if (edge.breaker != null) checkBreaker(id, edge, problems);
    checkTimes(document, id, edge, problems);
  }
}

function isAtMost(value: unknown, limit: number): value is number {
  return typeof value === "number" && value <= limit;
}

function checkBreaker(id: string, edge: EdgeDocument, problems: ProblemList): void {
  const given = edge.breaker as JsonObject;
  const resolved = resolveValues({ breaker: BREAKER }, { breaker: given }, "", new Map());
  const breaker = resolved.breaker as Breaker;
  const path = ["edges", id, "breaker"] as const;
  if (breaker.window.type === "consecutive") {
    for (const name of OF_RATES) {
      if (given[name] === undefined || given[name] === null) continue;
      const message = "has no effect: the breaker counts failures in a row, whatever the rates";
      problems.warn("unused", [...path, name], message);
    }
  } else {
    checkRates(path, breaker, given, problems);
  }
  if (breaker.ignore.length === BREAKER.fields.ignore.options.length && !judgesSlow(breaker)) {
    const message = "the breaker never opens: it ignores every failure that there is";
    problems.warn("never", [...path, "ignore"], message);
  }
  checkSlow(path, breaker, edge, problems);
}

type Path = readonly ["edges", string, "breaker"];

function judgesSlow({ window, slowCallMs }: Breaker): boolean {
  return window.type !== "consecutive" && slowCallMs !== null;
}

function checkRates(path: Path, breaker: Breaker, given: JsonObject, problems: ProblemList): void {
  const { opensAt, failureRateThreshold, slowCallRateThreshold, slowCallMs } = breaker;
  const slowest = slowCallMs === null ? 1 : slowCallRateThreshold;
  if (opensAt === "exceeded" && failureRateThreshold === 1 && slowest === 1) {
    problems.warn("never", [...path, "failureRateThreshold"], NEVER, { fix: "Lower it." });
  }
  if (opensAt === "reached" && failureRateThreshold === 0) {
    problems.warn("always", [...path, "failureRateThreshold"], ALWAYS, { fix: "Raise it." });
  }
  if (opensAt === "reached" && slowCallMs !== null && slowCallRateThreshold === 0) {
    problems.warn("always", [...path, "slowCallRateThreshold"], ALWAYS, { fix: "Raise it." });
  }
  if (slowCallMs === null && typeof given.slowCallRateThreshold === "number") {
    const message = "has no effect until slowCallMs says what is slow";
    problems.warn("unused", [...path, "slowCallRateThreshold"], message);
  }
  if (breaker.rateOf === "started" && breaker.window.type !== "time" && given.rateOf != null) {
    const message = 'has an effect in a window of the type "time" only';
    problems.warn("unused", [...path, "rateOf"], message);
  }
}

const NEVER = "the breaker never opens: no rate exceeds 1";
const ALWAYS = "the breaker opens without a failure: every rate reaches 0";

/** A call that something ends in time is never slow. */
function checkSlow(path: Path, breaker: Breaker, edge: EdgeDocument, problems: ProblemList): void {
  const { slowCallMs, appliesTo } = breaker;
  const isOwn = (edge.breaker as JsonObject).slowCallMs !== undefined;
  if (slowCallMs === null || !isOwn || !judgesSlow(breaker)) return;
  const ends = appliesTo === "attempt" ? ["timeoutMs", "deadlineMs"] : ["deadlineMs"];
  const first = ends.find((name) => isAtMost(edge[name], slowCallMs));
  if (first === undefined) return;
  const message = `nothing is ever that slow: ${first} ends it before`;
  problems.warn("never", [...path, "slowCallMs"], message);
}

function checkTimes(
  document: ScenarioDocument,
  id: string,
  edge: EdgeDocument,
  problems: ProblemList,
): void {
  const path = ["edges", id] as const;
  const { deadlineMs, timeoutMs } = edge;
  const caller = document.nodes[parseEdgeId(id)?.from ?? ""];
  if (isAtMost(deadlineMs, Number(timeoutMs ?? Number.NaN))) {
    const message = "never runs out: the deadline of the whole call comes no later";
    problems.warn("unused", [...path, "timeoutMs"], message, { fix: "Shorten it." });
  }
  if (caller?.kind === "client" && isAtMost(caller.deadlineMs, Number(deadlineMs ?? Number.NaN))) {
    const message = "has no effect: the deadline of the whole request comes no later";
    problems.warn("unused", [...path, "deadlineMs"], message);
  }
  const { maxWaitMs } = (edge.bulkhead ?? {}) as { maxWaitMs?: unknown };
  if (typeof maxWaitMs === "number" && isAtMost(deadlineMs, maxWaitMs)) {
    const message = "nobody waits that long: the deadline comes first";
    problems.warn("unused", [...path, "bulkhead", "maxWaitMs"], message);
  }
  if (edge.propagateDeadline === true && !hasDeadline(document)) {
    const message = "has no effect: nothing in this scenario has a deadline";
    problems.warn("unused", [...path, "propagateDeadline"], message);
  }
}

function hasDeadline({ nodes, edges }: ScenarioDocument): boolean {
  return [...Object.values(nodes), ...Object.values(edges)].some((of) => of.deadlineMs != null);
}
