// What connections and hedges say about the rest of an edge, and it about them: combinations that
// mean nothing are problems, values without an effect are warnings.
import type { EdgeDocument, NodeDocument, ScenarioDocument } from "./document.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject, type JsonObject } from "./json-shape.ts";
import type { PathPart, ProblemList } from "./problem-list.ts";

/** Checks the pool and the hedging of an edge whose fields are each sound. */
export function checkConnections(
  document: ScenarioDocument,
  id: string,
  edge: EdgeDocument,
  problems: ProblemList,
): void {
  for (const name of ["pool", "hedge"] as const) {
    const policy = edge[name];
    if (!isObject(policy)) continue;
    const path = ["edges", id, name];
    if (edge.oneWay === true) {
      problems.warn("unused", path, "has no effect on a one-way edge, whose caller never waits");
    } else if (name === "pool") {
      checkPool(document, id, policy, problems);
    } else {
      checkHedge(document, id, edge, policy, problems);
    }
  }
}

function checkPool(
  document: ScenarioDocument,
  id: string,
  pool: JsonObject,
  problems: ProblemList,
): void {
  const path: readonly PathPart[] = ["edges", id, "pool"];
  const edge = document.edges[id];
  const shares = pool.http === "2" || (pool.http == null && edge?.protocol === "grpc");
  if (shares && pool.pipelining !== undefined) {
    problems.warn(
      "unused",
      [...path, "pipelining"],
      "has no effect on shared connections (HTTP/2)",
    );
  }
  if (!shares && pool.maxConcurrentStreams !== undefined) {
    const message = 'has no effect on connections that are not shared: set http to "2"';
    problems.warn("unused", [...path, "maxConcurrentStreams"], message);
  }
  if (pool.warm === true && pool.max === null) {
    const message = "has no effect without a number of connections to open: max is unlimited";
    problems.warn("unused", [...path, "warm"], message);
  }
  if (pool.idleMs === 0 && pool.maxIdle !== undefined) {
    problems.warn("unused", [...path, "maxIdle"], "has no effect: no connection is kept idle");
  }
  checkTls(id, edge, pool, problems);
  const limit = calleeOf(document, id)?.maxConnections;
  if (typeof limit !== "number" || typeof pool.max !== "number") return;
  const callers = Number(callerOf(document, id)?.replicas ?? callerOf(document, id)?.clients ?? 1);
  if (callers * pool.max <= limit) return;
  problems.warn("overload", [...path, "max"], "the callee refuses some of these connections", {
    found: `${callers} x ${pool.max}`,
    allowed: `${limit} connections`,
  });
}

function checkTls(
  id: string,
  edge: EdgeDocument | undefined,
  { tls, handshake }: JsonObject,
  problems: ProblemList,
): void {
  if (!isObject(tls)) return;
  const path: readonly PathPart[] = ["edges", id, "pool", "tls"];
  const usual = edge?.protocol === "websocket" ? "tls13" : "tcp";
  const chosen = handshake ?? usual;
  if (chosen !== "tls13" && chosen !== "tls12") {
    problems.error("conflict", path, "needs a handshake with TLS", {
      found: String(chosen),
      allowed: 'handshake "tls13" or "tls12"',
    });
  }
  if (tls.cipherUs === undefined || isObject(edge?.payload)) return;
  const message = "has no effect without a payload: nothing says how large messages are";
  problems.warn("unused", [...path, "cipherUs"], message);
}

function checkHedge(
  document: ScenarioDocument,
  id: string,
  edge: EdgeDocument,
  hedge: JsonObject,
  problems: ProblemList,
): void {
  const path: readonly PathPart[] = ["edges", id, "hedge"];
  const percentile = hedge.atPercentile ?? null;
  if (percentile === 0) {
    problems.error("out-of-range", [...path, "atPercentile"], "must be above 0", {
      found: "0",
      allowed: "above 0, as 0.95",
    });
  }
  if (percentile !== null && hedge.delayMs !== undefined) {
    problems.warn("unused", [...path, "delayMs"], "has no effect beside atPercentile");
  }
  const { timeoutMs } = edge;
  const delayMs = hedge.delayMs;
  const isLate = typeof timeoutMs === "number" && typeof delayMs === "number";
  if (percentile === null && isLate && delayMs >= timeoutMs) {
    problems.warn("never", [...path, "delayMs"], "no attempt lasts as long: it times out before", {
      found: `${delayMs} ms`,
      allowed: `less than the timeout of ${timeoutMs} ms`,
    });
  }
  const retry = isObject(edge.retry) ? edge.retry : {};
  if (hedge.usesBudget === true && !isObject(retry.budget)) {
    problems.warn("unused", [...path, "usesBudget"], "has no effect without a retry budget");
  }
  const unsafe = unsafeOperation(calleeOf(document, id));
  if (unsafe === null) return;
  problems.warn("risk", path, `copies of "${unsafe}", which is not idempotent, take effect twice`);
}

/** An operation that must not be executed twice; null if there is none. */
function unsafeOperation(node: NodeDocument | undefined): string | null {
  const operations = isObject(node?.operations) ? node.operations : {};
  for (const [name, operation] of Object.entries(operations)) {
    if (!isObject(operation) || operation.idempotent === true) continue;
    const { method } = operation;
    if (operation.idempotent === false || method === "POST" || method === "PATCH") return name;
  }
  return null;
}

function calleeOf(document: ScenarioDocument, id: string): NodeDocument | undefined {
  return document.nodes[parseEdgeId(id)?.to ?? ""];
}

function callerOf(document: ScenarioDocument, id: string): NodeDocument | undefined {
  return document.nodes[parseEdgeId(id)?.from ?? ""];
}
