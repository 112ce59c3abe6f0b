// What event stores, and the calls that reach them, say about each other.
import { eventStore } from "../kinds/event-store/definition.ts";
import { callsOf } from "./calls.ts";
import type { EdgeDocument, ScenarioDocument } from "./document.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject } from "./json-shape.ts";
import { type ProblemList, shown } from "./problem-list.ts";

const STORE = eventStore.id;

/** Streams of all event stores together. */
const STREAMS_MAX = 200_000;

/** Checks event stores of a document whose entities are each sound. */
export function checkEventStores(document: ScenarioDocument, problems: ProblemList): void {
  let inAll = 0;
  for (const [id, node] of Object.entries(document.nodes)) {
    if (node.kind !== STORE) continue;
    inAll += Number(node.keyCount ?? eventStore.params.keyCount.default);
    if (inAll > STREAMS_MAX) {
      problems.error("cap", ["nodes", id, "keyCount"], "too many streams in all", {
        found: shown(inAll),
        allowed: `at most ${STREAMS_MAX}`,
      });
      return;
    }
    if (node.snapshotMs !== undefined && node.snapshotEvery == null) {
      problems.warn("unused", ["nodes", id, "snapshotMs"], "has no effect without snapshots");
    }
  }
  for (const [id, { operations }] of Object.entries(document.nodes)) {
    checkReads(document, id, (operations ?? {}) as Operations, problems);
  }
  for (const [id, edge] of Object.entries(document.edges)) {
    const store = document.nodes[parseEdgeId(id)?.to ?? ""];
    if (store?.kind === STORE) checkAppends(id, edge, store.expectedVersion !== false, problems);
  }
}

type Operations = Readonly<Record<string, { readonly mustBeCurrent?: unknown }>>;

function checkReads(
  document: ScenarioDocument,
  id: string,
  operations: Operations,
  problems: ProblemList,
): void {
  const follows = Object.keys(document.edges).some((edge) => {
    const ends = parseEdgeId(edge);
    return ends?.to === id && document.nodes[ends.from]?.kind === STORE;
  });
  if (follows) return;
  for (const [name, { mustBeCurrent }] of Object.entries(operations)) {
    if (mustBeCurrent !== true) continue;
    const path = ["nodes", id, "operations", name, "mustBeCurrent"];
    problems.warn("unused", path, "has no effect: it follows no event store");
  }
}

function checkAppends(
  id: string,
  edge: EdgeDocument,
  isExpecting: boolean,
  problems: ProblemList,
): void {
  if (isObject(edge.batch)) {
    const message = "is not possible into an event store: an append waits for its own answer";
    problems.error("conflict", ["edges", id, "batch"], message);
  }
  const appends = callsOf(edge).some(({ operation }) => operation !== "load");
  if (!isExpecting || !appends) return;
  if (edge.oneWay === true) {
    const message = "is not possible while appends expect a version: nobody would read it first";
    problems.error("conflict", ["edges", id, "oneWay"], message);
  }
  if (edge.idempotencyKey === true) {
    const message = "has no effect while appends expect a version: each attempt reads anew";
    problems.warn("unused", ["edges", id, "idempotencyKey"], message);
  }
  const retryOn = isObject(edge.retry) ? edge.retry.retryOn : null;
  if (Array.isArray(retryOn) && !retryOn.includes("conflict")) {
    const message = "leaves out conflict, so an append that meets one is given up";
    problems.warn("conflict-not-retried", ["edges", id, "retry", "retryOn"], message);
  }
}
