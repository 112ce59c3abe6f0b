// What windows of event time ask of the processor that has them and of what it reads.
import { kindOf } from "../kinds/catalog.ts";
import { callsOf } from "./calls.ts";
import type { NodeDocument, ScenarioDocument } from "./document.ts";
import { isBroker } from "./edge-sorts.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject, type JsonObject } from "./json-shape.ts";
import type { ProblemList } from "./problem-list.ts";

const SIZE_MS = 10_000;
const SLIDE_MS = 5000;
/** Windows that one record may count for. */
const OVERLAP_MAX = 100;

/** Checks windows of a document whose entities are each sound. */
export function checkEventTime(document: ScenarioDocument, problems: ProblemList): void {
  for (const [id, node] of Object.entries(document.nodes)) {
    if (node.kind !== "stream-processor" || !isObject(node.windows)) continue;
    checkShape(id, node.windows, problems);
    checkInputs(document, id, node.windows, problems);
    checkLateOperation(document, id, node, node.windows, problems);
  }
}

function checkShape(id: string, windows: JsonObject, problems: ProblemList): void {
  const path = ["nodes", id, "windows", "slideMs"];
  if (windows.type !== "sliding") {
    if (windows.slideMs === undefined) return;
    problems.warn("unused", path, "has no effect: only sliding windows overlap");
    return;
  }
  const size = typeof windows.sizeMs === "number" ? windows.sizeMs : SIZE_MS;
  const slide = typeof windows.slideMs === "number" ? windows.slideMs : SLIDE_MS;
  if (slide > size) {
    const message = "leaves gaps between windows, in which records would count for none";
    problems.error("conflict", path, message, {
      found: `${slide} ms`,
      allowed: `at most ${size} ms, the length of a window`,
    });
  }
  if (size / slide > OVERLAP_MAX) {
    problems.error("conflict", path, "lets each record count for too many windows", {
      found: `${Math.ceil(size / slide)} windows`,
      allowed: `at most ${OVERLAP_MAX}`,
    });
  }
}

function checkInputs(
  document: ScenarioDocument,
  id: string,
  windows: JsonObject,
  problems: ProblemList,
): void {
  const path = ["nodes", id, "windows"];
  let topics = 0;
  for (const [edgeId, edge] of Object.entries(document.edges)) {
    const ends = parseEdgeId(edgeId);
    if (ends?.to !== id) continue;
    const from = kindOf(document.nodes[ends.from]?.kind ?? "");
    if (from === undefined || !isBroker(from)) continue;
    if (from.id !== "kafka") {
      const message = `${ends.from} has no offsets to go back to: windows count records of Kafka alone`;
      problems.error("conflict", path, message);
      continue;
    }
    topics++;
    if (windows.idleMs == null) checkKeys(ends.from, document.nodes[ends.from], id, problems);
    if (edge.commitIntervalMs !== undefined) {
      const message = "has no effect: offsets are committed with the checkpoints of the windows";
      problems.warn("unused", ["edges", edgeId, "commitIntervalMs"], message);
    }
    checkGroup(document, ends.from, id, edge.group, path, problems);
  }
  if (topics > 0) return;
  problems.error("conflict", path, "needs a Kafka topic that the processor reads", {
    found: "none",
    allowed: "an edge from a Kafka topic, or no windows",
  });
}

/** Partitions without a key never have a record. */
function checkKeys(
  topic: string,
  { partitions, keyCount }: NodeDocument,
  id: string,
  problems: ProblemList,
): void {
  const count =
    typeof partitions === "number" ? partitions : kindOf("kafka")?.params.partitions?.default;
  if (typeof keyCount !== "number" || keyCount >= Number(count)) return;
  const message = `some partitions of ${topic} have no key, and hold the watermark back for ever`;
  problems.warn("risk", ["nodes", id, "windows", "idleMs"], message, {
    found: `${keyCount} keys for ${count} partitions`,
    fix: "Set it, or have more keys.",
  });
}

/** Why a processor with windows cannot read from a node; null where it can. */
export function whyNotCounted(document: ScenarioDocument, from: string, to: string): string | null {
  const kind = kindOf(document.nodes[from]?.kind ?? "");
  const reader = document.nodes[to];
  if (kind === undefined || !isBroker(kind) || kind.id === "kafka") return null;
  if (!isObject(reader?.windows)) return null;
  return `The windows of ${reader.name ?? to} count records of Kafka, and ${kind.label} has no offsets`;
}

/** State belongs to one processor, so its group is its own. */
function checkGroup(
  document: ScenarioDocument,
  topic: string,
  id: string,
  group: unknown,
  path: readonly string[],
  problems: ProblemList,
): void {
  const name = group ?? id;
  const others = Object.entries(document.edges).flatMap(([other, edge]) => {
    const ends = parseEdgeId(other);
    if (ends === null || ends.from !== topic || ends.to === id) return [];
    return (edge.group ?? ends.to) === name ? [ends.to] : [];
  });
  for (const other of others) {
    const message = `${other} is in the same consumer group: state of a partition would go to it`;
    problems.error("conflict", [...path], message);
  }
}

function checkLateOperation(
  document: ScenarioDocument,
  id: string,
  node: NodeDocument,
  { lateOperation }: JsonObject,
  problems: ProblemList,
): void {
  if (typeof lateOperation !== "string") return;
  if (isObject(node.operations) && Object.hasOwn(node.operations, lateOperation)) return;
  const isNamed = Object.entries(document.edges).some(
    ([edgeId, edge]) =>
      parseEdgeId(edgeId)?.from === id &&
      callsOf(edge).some(({ when }) => Array.isArray(when) && when.includes(lateOperation)),
  );
  if (isNamed) return;
  const message = "is like any other operation: name it in `when` of a call, the side output";
  problems.warn("unused", ["nodes", id, "windows", "lateOperation"], message);
}
