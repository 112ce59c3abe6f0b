// Settings of a caller's policies that other settings keep from ever coming into play: pauses longer
// than the deadline, budgets without a retry, breakers that wait for more calls than come.
import { CALL_EDGE_PARAMS } from "../policies/catalog.ts";
import type { EdgeDocument, NodeDocument, ScenarioDocument } from "./document.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject, type JsonObject } from "./json-shape.ts";
import type { ProblemList } from "./problem-list.ts";
import { resolveValues } from "./resolve-values.ts";
import { type RetryInForce, retryOf } from "./retry-checks.ts";

export function checkReach(document: ScenarioDocument, problems: ProblemList): void {
  const deadlines = hasDeadline(document);
  for (const [id, edge] of Object.entries(document.edges)) {
    const caller = document.nodes[parseEdgeId(id)?.from ?? ""];
    const client = caller?.kind === "client" ? caller : null;
    const retry = retryOf(edge);
    checkTimeout(id, edge, client, problems);
    if (retry !== null) {
      checkFirstPause(id, edge, client, retry, problems);
      checkBudget(id, retry, problems);
      const { pastDeadline } = edge.retry as { pastDeadline?: unknown };
      if (pastDeadline !== undefined && !deadlines) {
        const message = "has no effect: nothing in this scenario has a deadline";
        problems.warn("unused", ["edges", id, "retry", "pastDeadline"], message);
      }
    }
    if (client !== null && edge.breaker != null) {
      checkVolume(id, edge, client, retry?.maxAttempts ?? 1, problems);
    }
  }
}

function hasDeadline({ nodes, edges }: ScenarioDocument): boolean {
  return [...Object.values(nodes), ...Object.values(edges)].some((of) => of.deadlineMs != null);
}

interface End {
  readonly atMs: number;
  /** What ends the call or its request then. */
  readonly by: string;
}

/** The first of the ends that the source sets to its requests; null where it sets none. */
function endOfRequest(client: NodeDocument | null): End | null {
  if (client === null) return null;
  const { deadlineMs, patienceMs } = client;
  const ends: End[] = [];
  if (typeof deadlineMs === "number") {
    ends.push({ atMs: deadlineMs, by: "the deadline of the whole request" });
  }
  if (typeof patienceMs === "number") {
    ends.push({ atMs: patienceMs, by: "the patience of the users" });
  }
  return earliest(ends);
}

function earliest(ends: readonly End[]): End | null {
  return ends.reduce<End | null>(
    (first, end) => (first === null || end.atMs < first.atMs ? end : first),
    null,
  );
}

function checkTimeout(
  id: string,
  edge: EdgeDocument,
  client: NodeDocument | null,
  problems: ProblemList,
): void {
  const { timeoutMs } = edge;
  const end = endOfRequest(client);
  if (typeof timeoutMs !== "number" || end === null || end.atMs > timeoutMs) return;
  problems.warn("unused", ["edges", id, "timeoutMs"], `never runs out: ${end.by} ends no later`, {
    found: `${timeoutMs} ms`,
    allowed: `less than ${end.atMs} ms`,
  });
}

/** The shortest that the pause before the first retry can be, ms. */
function shortestPauseMs({ backoff }: RetryInForce): number {
  if (backoff.type === "none") return 0;
  // Only a growing pause is capped before its first use, yet a base above its cap is capped alike.
  const pause = Math.min(backoff.baseMs, backoff.capMs);
  switch (backoff.jitter) {
    case "equal":
      return pause / 2;
    case "multiplicative":
      return pause * Math.max(0, 1 - backoff.jitterRatio);
    case "none":
    case "decorrelated":
    case "added":
      return pause;
    default:
      return 0;
  }
}

function checkFirstPause(
  id: string,
  edge: EdgeDocument,
  client: NodeDocument | null,
  retry: RetryInForce,
  problems: ProblemList,
): void {
  // What answers say may be shorter than the pause.
  if (retry.maxAttempts === 1 || retry.retryAfter === "follow") return;
  const ends: End[] = [];
  const ofRequest = endOfRequest(client);
  if (ofRequest !== null) ends.push(ofRequest);
  if (typeof edge.deadlineMs === "number") ends.push({ atMs: edge.deadlineMs, by: "the deadline" });
  const end = earliest(ends);
  const pauseMs = shortestPauseMs(retry);
  if (end === null || pauseMs < end.atMs) return;
  const message = `no retry is ever made: the first pause is no shorter than ${end.by}`;
  problems.warn("never", ["edges", id, "retry", "backoff", "baseMs"], message, {
    found: `${pauseMs} ms`,
    allowed: `less than ${end.atMs} ms`,
  });
}

/** The field that keeps a budget from paying for any retry; null if it pays for some. */
function emptyField(budget: NonNullable<RetryInForce["budget"]>): string | null {
  switch (budget.type) {
    case "ratio":
      return budget.ratio === 0 && (budget.minPerS * budget.ttlMs) / 1000 < 1 ? "ratio" : null;
    case "concurrent":
      return budget.ratio === 0 && budget.minConcurrent === 0 ? "minConcurrent" : null;
    case "tokens":
      // The failure that is to be retried has taken one, and more than half must be left.
      return budget.maxTokens <= 2 ? "maxTokens" : null;
    default: {
      const other = budget.timeoutCost ?? budget.retryCost;
      const least = Math.min(budget.retryCost, other, budget.throttledCost);
      return budget.quota < least ? "quota" : null;
    }
  }
}

function checkBudget(id: string, { maxAttempts, budget }: RetryInForce, problems: ProblemList) {
  const field = budget === null || maxAttempts === 1 ? null : emptyField(budget);
  if (field === null) return;
  const message = "no retry is ever made: the budget has not enough for a single one";
  problems.warn("never", ["edges", id, "retry", "budget", field], message, { fix: "Raise it." });
}

interface TimedBreaker {
  readonly window: { readonly type: string; readonly size: number };
  readonly minimumCalls: number;
  readonly appliesTo: "call" | "attempt";
  readonly scope: "perCaller" | "shared";
}

/**
 * A breaker that judges N seconds needs its number of calls within them. Far more than a steady load
 * brings never come; faults and recorded loads may bring more, so those are left alone.
 */
function checkVolume(
  id: string,
  edge: EdgeDocument,
  client: NodeDocument,
  maxAttempts: number,
  problems: ProblemList,
): void {
  const given = { breaker: edge.breaker } as JsonObject;
  const resolved = resolveValues({ breaker: CALL_EDGE_PARAMS.breaker }, given, "", new Map());
  const { window, minimumCalls, appliesTo, scope } = resolved.breaker as TimedBreaker;
  const ratePerS = steadyRate(client);
  if (window.type !== "time" || ratePerS === null || isRepeated(edge)) return;
  const clients = scope === "shared" ? 1 : Number(client.clients ?? 1);
  const each = appliesTo === "attempt" ? maxAttempts : 1;
  const mean = (ratePerS * window.size * each) / clients;
  // Six deviations of a Poisson number: once in 10^9 windows.
  const most = mean + 6 * Math.sqrt(mean);
  if (minimumCalls <= most) return;
  const message =
    `the breaker never opens: about ${Math.floor(mean)} calls of a caller come in ` +
    `${window.size} s, and it needs ${minimumCalls} to judge`;
  problems.warn("never", ["edges", id, "breaker", "minimumCalls"], message, {
    fix: "Lower it, or judge the last N calls.",
  });
}

/** Requests a second of an open loop without bursts or a course of the day; null for others. */
function steadyRate(client: NodeDocument): number | null {
  const { arrivals = "poisson", ratePerS, closed, profile, batch } = client;
  const steady = typeof arrivals === "string" && closed == null && profile == null && batch == null;
  return steady && typeof ratePerS === "number" && ratePerS > 0 ? ratePerS : null;
}

/** Whether a request may use the edge more than once. */
function isRepeated(edge: EdgeDocument): boolean {
  return edge.calls !== undefined || edge.count !== undefined || !isObject(edge.breaker);
}
