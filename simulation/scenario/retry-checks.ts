// Retries, their budgets and fallbacks: what cannot be meant is a problem, what has no effect or
// multiplies load is a warning.
import { CALL_EDGE_PARAMS } from "../policies/catalog.ts";
import { edgesFrom, fallbackEdgeOf } from "./calls.ts";
import type { EdgeDocument, ScenarioDocument } from "./document.ts";
import { edgeSortOf, kindOfNode } from "./edge-sorts.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject, type JsonObject } from "./json-shape.ts";
import { listOf } from "./nearest-names.ts";
import { type ProblemList, shown } from "./problem-list.ts";
import { resolveValues } from "./resolve-values.ts";

export interface RetryInForce {
  /** What the library makes of what is asked for. */
  readonly maxAttempts: number | null;
  readonly attemptsAsked: number | null;
  readonly retryAfter: "ignore" | "follow" | "atLeast";
  readonly backoff: {
    readonly type: string;
    readonly baseMs: number;
    readonly capMs: number;
    readonly jitter: string;
    readonly jitterRatio: number;
  };
  readonly retryOn: readonly string[];
  readonly budget: BudgetInForce | null;
}

interface BudgetInForce {
  readonly type: "ratio" | "concurrent" | "tokens" | "quota";
  readonly ratio: number;
  readonly minPerS: number;
  readonly ttlMs: number;
  readonly minConcurrent: number;
  readonly maxTokens: number;
  readonly quota: number;
  readonly retryCost: number;
  readonly timeoutCost: number | null;
  readonly throttledCost: number;
}

const { retry: RETRY } = CALL_EDGE_PARAMS;

/** The retry of an edge with its preset and defaults; null where it has none. */
export function retryOf(edge: EdgeDocument): RetryInForce | null {
  if (edge.retry == null) return null;
  const given = { retry: edge.retry } as JsonObject;
  const retry = resolveValues({ retry: RETRY }, given, "", new Map()).retry as ResolvedRetry;
  const least = Math.min(retry.maxAttempts ?? Infinity, retry.attemptsCap ?? Infinity);
  const maxAttempts = least === Infinity ? null : least;
  return { ...retry, maxAttempts, attemptsAsked: retry.maxAttempts };
}

type ResolvedRetry = RetryInForce & { readonly attemptsCap: number | null };

export function checkRetries(document: ScenarioDocument, problems: ProblemList): void {
  for (const [id, edge] of Object.entries(document.edges)) {
    const retry = retryOf(edge);
    if (retry !== null) checkRetry(id, edge, retry, problems);
    checkFallback(document, id, problems);
    checkEffects(document, id, retry, problems);
  }
  checkLayers(document, problems);
}

/** Fields of a budget that only some of its kinds read. */
const READ_BY: Readonly<Record<string, readonly string[]>> = {
  ratio: ["ratio", "concurrent"],
  minPerS: ["ratio"],
  ttlMs: ["ratio"],
  minConcurrent: ["concurrent"],
  maxTokens: ["tokens"],
  tokenRatio: ["tokens"],
  quota: ["quota"],
  retryCost: ["quota"],
  timeoutCost: ["quota"],
  throttledCost: ["quota"],
  successRefund: ["quota"],
};

function checkRetry(
  id: string,
  edge: EdgeDocument,
  { maxAttempts, attemptsAsked, backoff, budget }: RetryInForce,
  problems: ProblemList,
): void {
  const path = ["edges", id, "retry"] as const;
  const given = isObject(edge.retry) ? edge.retry : {};
  if (attemptsAsked !== maxAttempts) {
    const message = `counts as ${maxAttempts}: the library never makes more attempts`;
    problems.warn("capped", [...path, "maxAttempts"], message, {
      found: attemptsAsked === null ? "unlimited" : String(attemptsAsked),
      allowed: `at most ${maxAttempts}, or a higher attemptsCap`,
    });
  }
  const pauses = backoff.type !== "none" && backoff.baseMs > 0 && backoff.capMs > 0;
  if (maxAttempts === null && !pauses && !runsOut(budget)) {
    problems.warn(
      "endless-retry",
      path,
      "retries without limit and without a pause: a call that fails at once, on a refused " +
        "connection, say, is tried for ever at the same instant",
      { fix: "Set maxAttempts or a back-off." },
    );
  }
  if (backoff.type !== "none" && backoff.baseMs > backoff.capMs) {
    const message = "is longer than the longest pause, so every pause is that one";
    problems.warn("base-above-cap", [...path, "backoff", "baseMs"], message, {
      found: `${backoff.baseMs} ms`,
      allowed: `at most ${backoff.capMs} ms`,
    });
  }
  const written = isObject(given.backoff) ? given.backoff : {};
  if (written.jitterRatio !== undefined && backoff.jitter !== "multiplicative") {
    const message = "has no effect without the jitter multiplicative";
    problems.warn("unused", [...path, "backoff", "jitterRatio"], message);
  }
  if (written.jitterMs !== undefined && backoff.jitter !== "added") {
    const message = "has no effect without the jitter added";
    problems.warn("unused", [...path, "backoff", "jitterMs"], message);
  }
  if (budget === null) return;
  if (maxAttempts === 1) {
    problems.warn("unused", [...path, "budget"], "has no effect: there is no second attempt");
  }
  for (const name of Object.keys(isObject(given.budget) ? given.budget : {})) {
    const kinds = READ_BY[name] ?? [budget.type];
    if (kinds.includes(budget.type)) continue;
    const message = `has no effect on a budget of the type ${budget.type}`;
    problems.warn("unused", [...path, "budget", name], message);
  }
}

/** Whether a budget ends retries that fail again and again at the same instant. */
function runsOut(budget: BudgetInForce | null): boolean {
  if (budget === null || budget.type === "concurrent") return false;
  if (budget.type !== "quota") return true;
  const { retryCost, timeoutCost, throttledCost } = budget;
  return Math.min(retryCost, timeoutCost ?? retryCost, throttledCost) > 0;
}

/** Fields of a fallback that only some of its forms read. */
const FALLBACK_READ_BY: Readonly<Record<string, readonly string[]>> = {
  latencyMs: ["static", "cache"],
  hitRatio: ["cache"],
  maxAgeMs: ["cache"],
  edge: ["call"],
};

function checkFallback(document: ScenarioDocument, id: string, problems: ProblemList): void {
  const { fallback } = document.edges[id] as { readonly fallback?: unknown };
  if (!isObject(fallback)) return;
  const path = ["edges", id, "fallback"] as const;
  const { type = "static" } = fallback;
  for (const name of Object.keys(fallback)) {
    const forms = FALLBACK_READ_BY[name];
    if (forms === undefined || forms.includes(String(type)) || fallback[name] === null) continue;
    const message = `has no effect on a fallback of the type ${String(type)}`;
    problems.warn("unused", [...path, name], message);
  }
  if (type === "call") checkInstead(document, id, problems);
}

function checkInstead(document: ScenarioDocument, id: string, problems: ProblemList): void {
  const path = ["edges", id, "fallback", "edge"] as const;
  const named = fallbackEdgeOf(document.edges[id]);
  if (named === null) {
    const allowed = { allowed: "the id of another edge of the same node" };
    problems.error("missing-field", path, "is missing: which edge is called instead?", allowed);
    return;
  }
  if (!Object.hasOwn(document.edges, named)) {
    problems.unknown("unknown-edge", path, "unknown edge", named, Object.keys(document.edges));
    return;
  }
  const from = parseEdgeId(id)?.from ?? "";
  const others = (edgesFrom(document).get(from) ?? []).filter((other) => other !== id);
  if (!others.includes(named)) {
    problems.error("out-of-range", path, "must be another edge of the same node", {
      found: shown(named),
      allowed: others.length === 0 ? "there is none" : listOf(others),
    });
    return;
  }
  const seen = new Set([id]);
  for (
    let next: string | null = named;
    next !== null;
    next = fallbackEdgeOf(document.edges[next])
  ) {
    if (!Object.hasOwn(document.edges, next)) return;
    if (seen.has(next)) {
      const message = "comes back to an edge that it falls back from";
      problems.error("fallback-cycle", path, message, { found: [...seen, next].join(", ") });
      return;
    }
    seen.add(next);
  }
}

type Operations = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function takesEffect({ method, write, idempotent }: Readonly<Record<string, unknown>>): boolean {
  if (typeof idempotent === "boolean") return !idempotent;
  return method === "POST" || method === "PATCH" || write === true;
}

function checkEffects(
  document: ScenarioDocument,
  id: string,
  retry: RetryInForce | null,
  problems: ProblemList,
): void {
  const edge = document.edges[id];
  const to = document.nodes[parseEdgeId(id)?.to ?? ""];
  const operations = Object.values((to?.operations ?? {}) as Operations);
  const path = ["edges", id] as const;
  if (edge.idempotencyKey === true) {
    if (!operations.some(takesEffect)) {
      const message = "has no effect: no operation of the callee is anything but idempotent";
      problems.warn("unused", [...path, "idempotencyKey"], message);
    } else if (to?.bulk != null) {
      const message = "has no effect on a callee that serves in bulk";
      problems.warn("unused", [...path, "idempotencyKey"], message);
    }
  } else if (edge.idempotencyLookupMs !== undefined) {
    problems.warn("unused", [...path, "idempotencyLookupMs"], "has no effect without a key");
  }
  if (!operations.some(({ conditional }) => conditional === true)) return;
  if (edge.oneWay === true) {
    const message = "its conditional writes are not: nobody reads the row first";
    problems.warn("unused", [...path, "oneWay"], message);
  } else if (retry !== null && !retry.retryOn.includes("conflict")) {
    const message = "leaves out conflict, so a conditional write that meets one is given up";
    problems.warn("conflict-not-retried", [...path, "retry", "retryOn"], message);
  }
}

/** Whether a retry may make many attempts of each call; with a budget it adds a share at most. */
function multiplies({ maxAttempts, budget }: RetryInForce): boolean {
  return maxAttempts !== 1 && budget === null;
}

/** A retry of the caller that is set off by the failure of a call further down. */
function setsOff(retry: RetryInForce): boolean {
  const { retryOn } = retry;
  return multiplies(retry) && (retryOn.includes("dependency") || retryOn.includes("timeout"));
}

interface Layers {
  readonly attempts: number;
  readonly edges: readonly string[];
}

const NO_LAYERS: Layers = { attempts: 1, edges: [] };

/** Retries above retries: in the worst case the numbers of attempts multiply. */
function checkLayers(document: ScenarioDocument, problems: ProblemList): void {
  const above = new Map<string, Layers>();
  const into = (node: string): Layers => {
    const known = above.get(node);
    if (known !== undefined) return known;
    // What comes back to a node on its own way there counts once.
    above.set(node, NO_LAYERS);
    let most = NO_LAYERS;
    for (const [id, edge] of Object.entries(document.edges)) {
      const ends = parseEdgeId(id);
      if (ends?.to !== node || ends.from === node || !isWaitedFor(document, id)) continue;
      const before = into(ends.from);
      const retry = retryOf(edge);
      const adds = retry !== null && setsOff(retry);
      const attempts = before.attempts * (adds ? (retry.maxAttempts ?? Infinity) : 1);
      if (attempts <= most.attempts) continue;
      most = { attempts, edges: adds ? [...before.edges, id] : before.edges };
    }
    above.set(node, most);
    return most;
  };
  for (const [id, edge] of Object.entries(document.edges)) {
    const retry = retryOf(edge);
    if (retry === null || !multiplies(retry) || !isWaitedFor(document, id)) continue;
    const { attempts, edges } = into(parseEdgeId(id)?.from ?? "");
    // On a cycle it would multiply with itself, which is the matter of another warning.
    if (edges.length === 0 || edges.includes(id)) continue;
    const product = attempts * (retry.maxAttempts ?? Infinity);
    const most = Number.isFinite(product) ? `up to ${product} attempts` : "attempts without limit";
    problems.warn(
      "retry-layers",
      ["edges", id, "retry"],
      `multiplies with the retries on ${listOf(edges)}: ${most} for one request`,
      { fix: "Retry in one place, or bound the others by a budget." },
    );
  }
}

function isWaitedFor(document: ScenarioDocument, id: string): boolean {
  const ends = parseEdgeId(id);
  const from = kindOfNode(document.nodes, ends?.from ?? "");
  const to = kindOfNode(document.nodes, ends?.to ?? "");
  if (!from || !to || document.edges[id].oneWay === true) return false;
  return edgeSortOf(from, to) !== "deliver";
}
