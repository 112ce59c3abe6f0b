// What the parameters of logs and of the edges into and out of them say about each other.
import { kindOf } from "../kinds/catalog.ts";
import { NUMBERED_REQUESTS_MAX } from "../kinds/log-rules.ts";
import type { EdgeDocument, NodeDocument, ScenarioDocument } from "./document.ts";
import { kindOfNode } from "./edge-sorts.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject } from "./json-shape.ts";
import type { ProblemList } from "./problem-list.ts";

/** A value of a node, as the file says it or its default. */
function settingOf(node: NodeDocument, name: string): unknown {
  return node[name] === undefined ? kindOf(node.kind)?.params[name]?.default : node[name];
}

function isLog(document: ScenarioDocument, id: string): boolean {
  return Object.hasOwn(kindOfNode(document.nodes, id)?.params ?? {}, "replicationFactor");
}

/** Checks logs and what is drawn at them, of a document whose entities are each sound. */
export function checkLogs(document: ScenarioDocument, problems: ProblemList): void {
  for (const id of Object.keys(document.nodes)) {
    if (isLog(document, id)) checkLog(document, id, problems);
  }
  for (const [id, edge] of Object.entries(document.edges)) {
    const ends = parseEdgeId(id);
    if (ends === null) continue;
    checkBatch(id, edge, problems);
    if (isLog(document, ends.to)) checkPublish(document, id, ends.to, edge, problems);
    if (isLog(document, ends.from)) checkReader(document, id, ends, edge, problems);
  }
}

function checkLog(document: ScenarioDocument, id: string, problems: ProblemList): void {
  const node = document.nodes[id];
  const brokers = Number(settingOf(node, "replicas"));
  const copies = Number(settingOf(node, "replicationFactor"));
  const least = Number(settingOf(node, "minInsyncReplicas"));
  if (copies > brokers) {
    problems.error("conflict", ["nodes", id, "replicationFactor"], "needs as many brokers", {
      found: String(copies),
      allowed: `at most ${brokers}, the number of brokers`,
    });
  }
  if (least > copies) {
    const message = "is more than there are replicas: publishers of all would always be refused";
    problems.error("conflict", ["nodes", id, "minInsyncReplicas"], message, {
      found: String(least),
      allowed: `at most ${copies}, the replication factor`,
    });
  }
  if (node.keySkew !== undefined && settingOf(node, "keyCount") === null) {
    problems.warn("unused", ["nodes", id, "keySkew"], "has no effect without a number of keys");
  }
}

function checkPublish(
  document: ScenarioDocument,
  id: string,
  to: string,
  edge: EdgeDocument,
  problems: ProblemList,
): void {
  const path = ["edges", id] as const;
  if (edge.idempotent === true && (edge.acks ?? "all") !== "all") {
    const message = 'needs acks "all": with fewer a producer cannot number its records';
    problems.error("conflict", [...path, "idempotent"], message, { found: `acks ${edge.acks}` });
  }
  if (edge.idempotent === true && Number(edge.maxInFlight ?? 0) > NUMBERED_REQUESTS_MAX) {
    const message = `needs at most ${NUMBERED_REQUESTS_MAX} requests in flight: a producer refuses to start`;
    const found = { found: `maxInFlight ${edge.maxInFlight}` };
    problems.error("conflict", [...path, "idempotent"], message, found);
  }
  if (edge.maxInFlight !== undefined && (edge.retry == null || edge.batch != null)) {
    const message = "has no effect without a retry policy, or with batches";
    problems.warn("unused", [...path, "maxInFlight"], message);
  }
  const least = Number(settingOf(document.nodes[to], "minInsyncReplicas"));
  if (least > 1 && (edge.acks ?? "all") !== "all") {
    const message = `does not ask for the ${least} replicas in sync that the log wants`;
    problems.warn("risk", [...path, "acks"], message);
  }
  const batch = edge.batch;
  const lingerMs = isObject(batch) ? Number(batch.lingerMs ?? 0) : 0;
  const { deadlineMs } = edge;
  if (typeof deadlineMs === "number" && lingerMs >= deadlineMs) {
    problems.error(
      "conflict",
      [...path, "batch", "lingerMs"],
      "lasts longer than a record may take",
      {
        found: `${lingerMs} ms`,
        allowed: `less than the deadline of ${deadlineMs} ms`,
      },
    );
  }
}

function checkReader(
  document: ScenarioDocument,
  id: string,
  { from, to }: { readonly from: string; readonly to: string },
  edge: EdgeDocument,
  problems: ProblemList,
): void {
  const partitions = Number(settingOf(document.nodes[from], "partitions"));
  const { concurrency } = edge;
  if (typeof concurrency === "number" && concurrency > partitions) {
    const message = "no instance works on more partitions than there are";
    problems.warn("unused", ["edges", id, "concurrency"], message, {
      found: String(concurrency),
      allowed: `at most ${partitions}`,
    });
  }
  const replicas = Number(settingOf(document.nodes[to], "replicas") ?? 1);
  if (edge.group === undefined && replicas > partitions) {
    const message = `${replicas - partitions} of its instances get no partition and stay idle`;
    problems.warn("unused", ["nodes", to, "replicas"], message, {
      found: String(replicas),
      allowed: `at most ${partitions}, the partitions of ${from}`,
    });
  }
  if (edge.retryBackoffMs !== undefined && !edge.retries) {
    problems.warn("unused", ["edges", id, "retryBackoffMs"], "has no effect without retries");
  }
}

/** Policies that follow single attempts on the wire do not know of batches. */
const PER_ATTEMPT = ["pool", "hedge", "outlier", "maxFails", "healthCheck"] as const;

function checkBatch(id: string, edge: EdgeDocument, problems: ProblemList): void {
  const batch = edge.batch;
  if (!isObject(batch)) return;
  const path = ["edges", id, "batch"] as const;
  for (const name of PER_ATTEMPT) {
    if (edge[name] == null) continue;
    problems.error("conflict", path, `does not go with ${name}, which follows single attempts`);
  }
  if (edge.balancing === "ringHash" || edge.idempotencyKey === true) {
    const other = edge.balancing === "ringHash" ? "ring hash" : "idempotency keys";
    problems.error("conflict", path, `does not go with ${other}, which look at each call`);
  }
  if (batch.everyMs != null && batch.lingerMs !== undefined) {
    problems.warn("unused", [...path, "lingerMs"], "has no effect beside everyMs");
  }
}
