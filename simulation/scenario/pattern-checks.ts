// What patterns over brokers ask of the edges and nodes that take part in them.
import { isSource } from "../kinds/catalog.ts";
import { edgesFrom } from "./calls.ts";
import type { EdgeDocument, ScenarioDocument } from "./document.ts";
import { IN_PROCESS, protocolOfEdge } from "./edge-sorts.ts";
import type { ProblemList } from "./problem-list.ts";

/** Checks the patterns of a document whose entities are each sound. */
export function checkPatterns(document: ScenarioDocument, problems: ProblemList): void {
  for (const [id, edge] of Object.entries(document.edges)) {
    if (edge.replyTo === true) checkReply(document, id, edge, problems);
    if (edge.outbox != null) checkOutbox(document, id, edge, problems);
    if (edge.reconciliation != null) checkReconciliation(document, id, edge, problems);
    if (protocolOfEdge(document, id) === IN_PROCESS) checkHousing(document, id, edge, problems);
  }
}

function checkOutbox(
  document: ScenarioDocument,
  id: string,
  edge: EdgeDocument,
  problems: ProblemList,
): void {
  const path = ["edges", id, "outbox"] as const;
  const from = id.split("->")[0] ?? "";
  if (isSource(document.nodes[from]?.kind ?? "")) {
    problems.error(
      "conflict",
      path,
      "needs a node with data of its own: a source of load has none",
    );
  }
  if (edge.replyTo === true) {
    problems.error("conflict", path, "cannot be on with replyTo: its call has ended by then");
  }
  if (edge.batch != null) {
    problems.error("conflict", path, "cannot be on with batching: its relay batches by itself");
  }
}

function checkReconciliation(
  document: ScenarioDocument,
  id: string,
  edge: EdgeDocument,
  problems: ProblemList,
): void {
  const path = ["edges", id, "reconciliation"] as const;
  const from = id.split("->")[0] ?? "";
  if (edge.outbox != null) {
    problems.error("conflict", path, "cannot be on with an outbox: that loses nothing");
  }
  if (edge.replyTo === true) {
    problems.error("conflict", path, "cannot be on with replyTo: nobody waits for a late reply");
  }
  if (edge.batch != null) problems.error("conflict", path, "cannot be on with batching");
  const writes = (edgesFrom(document).get(from) ?? []).some(
    (other) => protocolOfEdge(document, other) === "sql",
  );
  if (!writes) {
    const message = "has no effect: the caller has no database that the job could compare with";
    problems.warn("unused", path, message);
  }
}

function checkReply(
  document: ScenarioDocument,
  id: string,
  edge: EdgeDocument,
  problems: ProblemList,
): void {
  const path = ["edges", id, "replyTo"] as const;
  if (edge.oneWay === true) {
    problems.error("conflict", path, "cannot be on with one way: nobody would wait for the reply");
  }
  if (edge.batch != null) {
    problems.error("conflict", path, "cannot be on with batching: each reply answers one message");
  }
  const broker = id.split("->")[1]?.split("#")[0] ?? "";
  if (!Object.keys(document.edges).some((other) => other.startsWith(`${broker}->`))) {
    problems.error("conflict", path, "needs a consumer of the broker, or nobody replies");
  }
  if (edge.timeoutMs == null && edge.deadlineMs == null) {
    problems.warn(
      "risk",
      path,
      "without a timeout a caller waits for ever for a reply that is lost",
    );
  }
}

/** A node lives in one process, and is called by nobody outside of it. */
function checkHousing(
  document: ScenarioDocument,
  id: string,
  edge: EdgeDocument,
  problems: ProblemList,
): void {
  const path = ["edges", id, "protocol"] as const;
  const [from = "", to = ""] = id.split("#")[0]?.split("->") ?? [];
  if (isSource(document.nodes[from]?.kind ?? "")) {
    problems.error("conflict", path, "a client is no process that another node could live in");
  }
  if (edge.oneWay === true) {
    problems.error("conflict", path, "needs the caller's slot, so it cannot be one way");
  }
  if (edge.networkMs !== undefined && edge.networkMs !== 0) {
    problems.error("conflict", ["edges", id, "networkMs"], "there is no network within a process");
  }
  for (const other of Object.keys(document.edges)) {
    const ends = other.split("#")[0]?.split("->") ?? [];
    const isInside = protocolOfEdge(document, other) === IN_PROCESS;
    if (ends[1] !== to || (ends[0] === from && isInside)) continue;
    const message = `${to} lives in the process of ${from}: ${other} cannot reach it from outside`;
    problems.error("conflict", path, message);
  }
  if (document.nodes[to]?.replicas !== undefined) {
    const message = `has no effect: ${to} has the instances of ${from}, in whose process it lives`;
    problems.warn("unused", ["nodes", to, "replicas"], message);
  }
}
