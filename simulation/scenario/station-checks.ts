// What the ways in which a station may serve say about each other: combinations that mean nothing
// are problems, values without an effect are warnings.
import { momentsOf, parseDistribution } from "../core/distributions.ts";
import type { ParamSet } from "../kinds/define.ts";
import type { NodeDocument, ScenarioDocument } from "./document.ts";
import { isBroker, kindOfNode } from "./edge-sorts.ts";
import { parseEdgeId } from "./ids.ts";
import type { ProblemList } from "./problem-list.ts";

type Operations = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface Station {
  readonly path: readonly [string, string];
  readonly node: NodeDocument;
  /** A value of the node, as the file says it or its default. */
  readonly value: (name: string) => unknown;
  readonly problems: ProblemList;
}

/** Checks a node of a kind with slots whose fields are each sound. */
export function checkStation(
  document: ScenarioDocument,
  id: string,
  params: ParamSet,
  problems: ProblemList,
): void {
  const node = document.nodes[id];
  if (node === undefined || !Object.hasOwn(params, "discipline")) return;
  const value = (name: string): unknown =>
    node[name] === undefined ? (params[name]?.default ?? null) : node[name];
  const station: Station = { path: ["nodes", id], node, value, problems };
  checkOrder(station);
  if (value("discipline") === "ps") checkSharing(station);
  if (value("bulk") !== null) checkBulk(station);
  if (value("polling") !== null) checkPolling(station);
  checkBreakdowns(station);
  if (value("bulk") !== null || value("polling") !== null) checkNotConsumer(document, id, problems);
}

function conflict({ path, problems }: Station, field: string, message: string): void {
  problems.error("conflict", [...path, field], message);
}

function checkOrder(station: Station): void {
  const { path, node, value, problems } = station;
  const discipline = value("discipline");
  if (value("preemptive") === "resume" && discipline !== "priority") {
    conflict(station, "preemptive", 'needs the discipline "priority", by which it interrupts');
  }
  for (const name of ["codelTargetMs", "codelIntervalMs"]) {
    if (node[name] !== undefined && discipline !== "codel" && discipline !== "adaptive-lifo") {
      const message = 'has an effect with the discipline "codel" or "adaptive-lifo" only';
      problems.warn("unused", [...path, name], message);
    }
  }
}

function checkSharing(station: Station): void {
  const { path, node, value, problems } = station;
  for (const name of ["polling", "bulk"]) {
    if (value(name) !== null) {
      conflict(station, name, "does not go with processor sharing, where nobody waits for a slot");
    }
  }
  if (node.queueTimeoutMs != null) {
    problems.warn("unused", [...path, "queueTimeoutMs"], "has no effect: nobody waits");
  }
  if (node.queueScope === "node") {
    const message = "has no effect with processor sharing: each instance shares its own slots";
    problems.warn("unused", [...path, "queueScope"], message);
  }
}

function checkBulk(station: Station): void {
  const { path, node, value, problems } = station;
  const { max = 10, min = 1 } = value("bulk") as { readonly max?: number; readonly min?: number };
  if (min > max) {
    problems.error("order", [...path, "bulk", "min"], "must not be more than its maximum", {
      found: String(min),
      allowed: `at most ${max}`,
    });
  }
  const bound = value("queueLengthMax") as number | null;
  if (bound !== null && min > bound + 1) {
    const message = "so many never wait: the queue is shorter";
    problems.error("conflict", [...path, "bulk", "min"], message, {
      found: String(min),
      allowed: `at most ${bound + 1}`,
    });
  }
  if (value("preemptive") === "resume") {
    conflict(station, "preemptive", "does not go with bulk service: a batch is not interrupted");
  }
  if (value("discipline") === "codel") {
    conflict(station, "bulk", "does not go with CoDel, which decides on one request at a time");
  }
  if (value("blocking") === true) {
    conflict(station, "blocking", "does not go with bulk service: a batch holds one slot for all");
  }
  if (value("concurrency") === null) {
    conflict(station, "bulk", "needs a number of slots: with unlimited ones nobody waits");
  }
  const operations = (node.operations as Operations | undefined) ?? {};
  const places: (readonly [readonly string[], unknown])[] = [
    [["errorTime"], node.errorTime],
    ...Object.entries(operations).map(
      ([name, own]) => [["operations", name, "errorTime"], own.errorTime] as const,
    ),
  ];
  for (const [place, errorTime] of places) {
    if (errorTime == null) continue;
    const message = "does not go with bulk service: a batch ends together";
    problems.error("conflict", [...path, ...place], message);
  }
}

/** Whether a distribution in ms yields 0 and nothing else. */
function isAlwaysZero(literal: unknown): boolean {
  const parsed = parseDistribution(literal ?? 1, "ms");
  return parsed.ok && momentsOf(parsed.spec).meanMs === 0;
}

function checkPolling(station: Station): void {
  const { sleepMs } = station.value("polling") as { readonly sleepMs?: unknown };
  if (!isAlwaysZero(sleepMs)) return;
  const field = [...station.path, "polling", "sleepMs"];
  station.problems.error("out-of-range", field, "must be more than 0: it would never stop looking");
}

function checkBreakdowns(station: Station): void {
  const given = station.value("breakdowns") as { readonly every?: unknown } | null;
  if (!isAlwaysZero(given?.every)) return;
  const field = [...station.path, "breakdowns", "every"];
  station.problems.error("out-of-range", field, "must be more than 0: it would never work");
}

/** Messages are handed to slots one by one, whether or not the station sleeps. */
function checkNotConsumer(document: ScenarioDocument, id: string, problems: ProblemList): void {
  const deliveries = Object.keys(document.edges).filter((edge) => {
    const ends = parseEdgeId(edge);
    const from = ends === null ? undefined : kindOfNode(document.nodes, ends.from);
    return ends?.to === id && from !== undefined && isBroker(from);
  });
  for (const edge of deliveries) {
    for (const name of ["bulk", "polling"]) {
      if (document.nodes[id]?.[name] == null) continue;
      const message = `does not go with messages, which come over ${edge} one by one`;
      problems.error("conflict", ["nodes", id, name], message);
    }
  }
}
