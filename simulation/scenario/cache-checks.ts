// What caches say about each other's settings, and calls that wait for the miss of one.
import { cache } from "../kinds/cache/definition.ts";
import { cdn } from "../kinds/cdn/definition.ts";
import { type CallDocument, callsOf } from "./calls.ts";
import type { NodeDocument, ScenarioDocument } from "./document.ts";
import { parseEdgeId } from "./ids.ts";
import { storesOf } from "./outside-checks.ts";
import { type PathPart, type ProblemList, shown } from "./problem-list.ts";

/** Keys times instances of all caches, and caches that one node may wait for. */
const CELLS_MAX = 250_000;
const ASKED_MAX = 8;

export function checkCaches(document: ScenarioDocument, problems: ProblemList): void {
  refuseBatches(document, problems);
  let inAll = 0;
  for (const [id, node] of Object.entries(document.nodes)) {
    if (node.kind !== "cache" && node.kind !== "cdn") continue;
    inAll += cellsOf(node);
    if (inAll > CELLS_MAX) {
      problems.error("cap", ["nodes", id, "keyCount"], "too many keys in all", {
        found: shown(inAll),
        allowed: `at most ${CELLS_MAX} keys times instances`,
      });
      return;
    }
    if (node.kind === "cache") warnUnused(document, id, problems);
  }
}

/** Calls that are collected become one, and a cache answers each by its own key. */
function refuseBatches(document: ScenarioDocument, problems: ProblemList): void {
  for (const [id, edge] of Object.entries(document.edges)) {
    const kind = document.nodes[parseEdgeId(id)?.to ?? ""]?.kind;
    if (edge.batch == null || (kind !== "cache" && kind !== "cdn")) continue;
    const message = "is not possible into a cache: each command is answered by its own key";
    problems.error("conflict", ["edges", id, "batch"], message);
  }
}

/** Keys times stores. */
function cellsOf(node: NodeDocument): number {
  if (node.kind === "cdn") {
    return Number(node.keyCount ?? cdn.params.keyCount.default) * storesOf(node);
  }
  const value = (name: "keyCount" | "replicas"): number =>
    Number(node[name] ?? cache.params[name].default);
  return value("keyCount") * value("replicas");
}

function warnUnused(document: ScenarioDocument, id: string, problems: ProblemList): void {
  const node = document.nodes[id] ?? {};
  const warn = (name: string, message: string): void => {
    if (node[name]) problems.warn("unused", ["nodes", id, name], message);
  };
  const fetches = Object.keys(document.edges).some((edge) => parseEdgeId(edge)?.from === id);
  if (!fetches) {
    for (const name of ["singleFlight", "staleMs"]) {
      warn(name, "has no effect: the cache calls nobody that it could fetch from");
    }
  }
  if (node.ttlMs == null) {
    for (const name of ["staleMs", "ttlJitter"]) warn(name, "has no effect: nothing expires");
  }
  warnOfWrites(node, ["nodes", id], fetches, problems);
  if (!fetches) warnOfNothingKept(document, id, problems);
  if (node.hitRatio == null) return;
  for (const name of ["capacity", "eviction", "ttlMs", "warm"]) {
    warn(name, "has no effect: the hit ratio is fixed");
  }
}

/** Writes can be made later only where there are some, and somebody to make them at. */
function warnOfWrites(
  node: NodeDocument,
  path: readonly PathPart[],
  calls: boolean,
  problems: ProblemList,
): void {
  const later = node.writes === "behind";
  const operations = Object.values((node.operations as object | undefined) ?? {}) as readonly {
    readonly access?: string;
  }[];
  if (later && !(calls && operations.some(({ access }) => access === "write"))) {
    const message = calls ? "no operation writes (access)" : "the cache calls nobody to write to";
    problems.warn("unused", [...path, "writes"], `has no effect: ${message}`);
  }
  if (!later && node.flushMs !== undefined) {
    problems.warn("unused", [...path, "flushMs"], "has no effect: writes are made first");
  }
}

/** What calls nobody keeps only what is written to it. */
function warnOfNothingKept(document: ScenarioDocument, id: string, problems: ProblemList): void {
  const node = document.nodes[id] ?? {};
  const operations = Object.values((node.operations as object | undefined) ?? {});
  const isWritten = operations.some(({ access }: { access?: string }) => access === "write");
  const isAsked = Object.keys(document.edges).some((edge) => parseEdgeId(edge)?.to === id);
  if (!isAsked || isWritten || node.hitRatio != null || node.warm === true) return;
  problems.warn(
    "unused",
    ["nodes", id],
    "never keeps anything, so every read misses: connect it to what it shall keep, or give it an " +
      "operation that writes",
  );
}

interface PlacedCall {
  readonly call: CallDocument;
  readonly path: readonly PathPart[];
}

/** Calls of one node that wait for the miss of a cache, which must have been asked before. */
export function checkMisses(
  document: ScenarioDocument,
  node: string,
  calls: readonly PlacedCall[],
  problems: ProblemList,
): void {
  const waiting = calls.filter(({ call }) => call.whenMiss != null);
  const asked = new Set(waiting.map(({ call }) => String(call.whenMiss)));
  const known = Object.keys(document.nodes).filter((id) => document.nodes[id]?.kind === "cache");
  for (const { call, path } of waiting) {
    const name = String(call.whenMiss);
    const place = [...path, "whenMiss"];
    if (!known.includes(name)) {
      problems.unknown("unknown-node", place, "no such cache:", name, known);
    } else if (asked.size > ASKED_MAX) {
      problems.error("cap", place, `calls of a node wait for more than ${ASKED_MAX} caches`);
    } else if (!isAsked(document, node, name, call)) {
      problems.warn("unused", place, "is always true: no call at an earlier stage asks that cache");
    }
  }
}

/** Whether an operation that makes the call has asked the cache before. */
function isAsked(
  document: ScenarioDocument,
  node: string,
  name: string,
  { stage = 1, when }: CallDocument,
): boolean {
  return Object.entries(document.edges).some(([id, edge]) => {
    const ends = parseEdgeId(id);
    if (ends?.from !== node || ends.to !== name) return false;
    return callsOf(edge).some(
      (other) =>
        (other.stage ?? 1) < stage &&
        (!when || !other.when || when.some((operation) => other.when?.includes(operation))),
    );
  });
}
