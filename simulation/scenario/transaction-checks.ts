// What transactions, sagas and locks ask of the calls and nodes that take part in them.
import { type CallDocument, callsOf } from "./calls.ts";
import type { NodeDocument, ScenarioDocument } from "./document.ts";
import { CERTAIN, isCallable } from "./fields-by-kind.ts";
import { parseEdgeId } from "./ids.ts";
import type { PathPart, ProblemList } from "./problem-list.ts";

const COORDINATOR = "transaction-coordinator";
const ORCHESTRATOR = "saga-orchestrator";

/** Checks the transactions of a document whose entities are each sound. */
export function checkTransactions(document: ScenarioDocument, problems: ProblemList): void {
  for (const [id, edge] of Object.entries(document.edges)) {
    const from = document.nodes[parseEdgeId(id)?.from ?? ""]?.kind ?? "";
    const hasList = Array.isArray(edge.calls);
    for (const [at, call] of callsOf(edge).entries()) {
      const path = hasList ? ["edges", id, "calls", at] : ["edges", id];
      checkCall(call, from, path, problems);
    }
    if (from === COORDINATOR) checkParticipant(document, id, problems);
  }
  for (const [id, node] of Object.entries(document.nodes)) {
    if (node.kind === "database") {
      checkLocks(document, id, node, problems);
      checkPlaces(document, id, node, problems);
    }
    if (node.kind === ORCHESTRATOR) checkLog(id, node, problems);
  }
}

function checkCall(
  call: CallDocument,
  from: string,
  path: readonly PathPart[],
  problems: ProblemList,
): void {
  if (call.compensation != null && from !== ORCHESTRATOR) {
    const message = "needs a saga orchestrator, which alone undoes steps; elsewhere: afterFailure";
    problems.error("conflict", [...path, "compensation"], message);
  }
  if (call.afterFailure === true && !isCallable("afterFailure", true, from)) {
    problems.error("conflict", [...path, "afterFailure"], whyNotOnFailure(from));
  }
  if (from !== COORDINATOR) return;
  for (const [name, usual] of Object.entries(CERTAIN)) {
    const value = call[name as keyof typeof CERTAIN];
    if (value == null || value === usual) continue;
    const message = "is not possible in a transaction: all of its participants take part, once";
    problems.error("conflict", [...path, name], message);
  }
}

function whyNotOnFailure(from: string): string {
  if (from === ORCHESTRATOR) return "a saga orchestrator has compensations for that";
  if (from === COORDINATOR) return "a transaction coordinator rolls back";
  return `needs a service or a gateway: a ${from} does nothing after a failure`;
}

function checkParticipant(document: ScenarioDocument, id: string, problems: ProblemList): void {
  if (document.edges[id]?.oneWay === true) {
    const message = "is not possible in a transaction: its coordinator needs the vote";
    problems.error("conflict", ["edges", id, "oneWay"], message);
  }
  const to = parseEdgeId(id)?.to ?? "";
  refuseShared(document.nodes[to] ?? {}, to, "its rows are locked by transactions", problems);
}

type Operations = Readonly<
  Record<string, { readonly locksRow?: unknown; readonly conditional?: unknown }>
>;

/** Work that shares its cores, or is done together, has no slot in which it could wait for a row. */
function refuseShared(
  node: Partial<NodeDocument>,
  id: string,
  why: string,
  problems: ProblemList,
): void {
  if (node.discipline === "ps") {
    problems.error("conflict", ["nodes", id, "discipline"], `needs slots: ${why}`);
  }
  if (node.bulk != null) {
    problems.error(
      "conflict",
      ["nodes", id, "bulk"],
      `is not possible together with locks: ${why}`,
    );
  }
}

function checkLocks(
  document: ScenarioDocument,
  id: string,
  node: NodeDocument,
  problems: ProblemList,
): void {
  const operations = (node.operations ?? {}) as Operations;
  let locks = false;
  for (const [name, operation] of Object.entries(operations)) {
    if (operation.locksRow !== true) continue;
    locks = true;
    if (operation.conditional !== true) continue;
    const path = ["nodes", id, "operations", name, "locksRow"];
    problems.error(
      "conflict",
      path,
      "a conditional write takes no lock: it is one way or the other",
    );
  }
  if (locks) refuseShared(node, id, "its operations lock rows", problems);
  if (locks || node.lockTimeoutMs == null) return;
  const takesPart = Object.keys(document.edges).some((edge) => {
    const ends = parseEdgeId(edge);
    return ends?.to === id && document.nodes[ends.from]?.kind === COORDINATOR;
  });
  if (takesPart) return;
  const message = "has no effect: none of its operations locks a row";
  problems.warn("unused", ["nodes", id, "lockTimeoutMs"], message);
}

/** What a database says of places that it has not. */
function checkPlaces(
  document: ScenarioDocument,
  id: string,
  node: NodeDocument,
  problems: ProblemList,
): void {
  const layout = node.layout ?? "one-store";
  const warn = (name: string, message: string): void => {
    if (node[name] != null) problems.warn("unused", ["nodes", id, name], message);
  };
  if (layout !== "replicas") {
    for (const name of ["replicaLag", "readsFrom", "failoverMs"]) {
      warn(name, "has no effect: the database has no replicas (layout)");
    }
  }
  if (layout === "one-store") return;
  warn("queueScope", "has no effect: each instance has rows of its own, and so its own queue");
  if ((node.replicas ?? 1) === 1) {
    problems.warn("unused", ["nodes", id, "layout"], "has no effect on a single instance");
  }
  for (const [edge, { balancing }] of Object.entries(document.edges)) {
    if (balancing === undefined || parseEdgeId(edge)?.to !== id) continue;
    const message = "has no effect: the row of a request says where it goes";
    problems.warn("unused", ["edges", edge, "balancing"], message);
  }
}

function checkLog(id: string, node: NodeDocument, problems: ProblemList): void {
  const warn = (name: string, message: string): void => {
    if (node[name] != null) problems.warn("unused", ["nodes", id, name], message);
  };
  if (node.durable === false) warn("recoveryMs", "has no effect: there is no log to go on from");
  else warn("reconcileMs", "has no effect: what is left goes on from the log of the sagas");
}
