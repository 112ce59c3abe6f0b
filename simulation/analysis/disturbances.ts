// What was done to the system from outside, and when: faults (as switched by the scenario's
// changes) and changes, with the nodes that each of them touches.
import type { FaultTarget, ResolvedFault, ResolvedScenario } from "../scenario/document.ts";
import type { Topology } from "./topology.ts";

export interface ActiveFault {
  readonly fault: ResolvedFault;
  readonly startMs: number;
  /** Infinity: until the end. */
  readonly endMs: number;
  /** Node indices: targets, and both ends of targeted edges. */
  readonly nodes: readonly number[];
}

export interface ActiveChange {
  readonly id: string;
  readonly atMs: number;
  readonly paths: readonly string[];
  readonly nodes: readonly number[];
}

export interface Disturbances {
  readonly faults: readonly ActiveFault[];
  readonly changes: readonly ActiveChange[];
}

function nodesOfTarget(target: FaultTarget, topology: Topology): number[] {
  if ("node" in target) return [topology.nodes.findIndex((node) => node.id === target.node)];
  const edge = topology.edges.find((role) => role.id === target.edge);
  return edge === undefined ? [] : [edge.from, edge.to];
}

/** Times of a fault after the changes that switch or move it; null if it never acts. */
function timesOf(fault: ResolvedFault, scenario: ResolvedScenario) {
  let { enabled, atMs, forMs } = fault;
  let switchedMs = 0;
  let stoppedMs = Infinity;
  for (const change of scenario.changes) {
    const field = (name: string): unknown => change.set[`faults.${fault.id}.${name}`];
    const start = field("atS");
    const length = field("forS");
    if (typeof start === "number") atMs = start * 1000;
    if (length === null) forMs = Infinity;
    if (typeof length === "number") forMs = length * 1000;
    if (field("enabled") === true && !enabled) {
      enabled = true;
      switchedMs = change.atMs;
      stoppedMs = Infinity;
    }
    if (field("enabled") === false) stoppedMs = Math.min(stoppedMs, change.atMs);
  }
  const startMs = Math.max(atMs, switchedMs);
  const endMs = Math.min(atMs + forMs, stoppedMs);
  return enabled && endMs > startMs ? { startMs, endMs } : null;
}

/** Nodes that a path of the file's grammar touches: a node, both ends of an edge. */
function nodesOfPath(path: string, topology: Topology): number[] {
  const [root, key = ""] = path.split(".");
  if (root === "nodes") return [topology.nodes.findIndex((node) => node.id === key)];
  if (root !== "edges") return [];
  const written = key.includes("->") ? key : key.replace(":", "->");
  const edge = topology.edges.find((role) => role.id === written);
  return edge === undefined ? [] : [edge.from, edge.to];
}

const known = (node: number): boolean => node >= 0;

export function disturbancesOf(scenario: ResolvedScenario, topology: Topology): Disturbances {
  const faults = scenario.faults.flatMap((fault) => {
    const times = timesOf(fault, scenario);
    if (times === null) return [];
    const nodes = fault.targets.flatMap((target) => nodesOfTarget(target, topology)).filter(known);
    return [{ fault, ...times, nodes }];
  });
  const changes = scenario.changes.map((change) => {
    const paths = Object.keys(change.set).filter((path) => !path.startsWith("faults."));
    const nodes = paths.flatMap((path) => nodesOfPath(path, topology)).filter(known);
    return { id: change.id, atMs: change.atMs, paths, nodes };
  });
  return { faults, changes };
}

/** Latest fault on the node that acted in `fromMs`..`toMs`. */
export function faultOn(
  disturbances: Disturbances,
  node: number,
  fromMs: number,
  toMs: number,
): ActiveFault | null {
  const acting = disturbances.faults.filter(
    (active) => active.nodes.includes(node) && active.startMs < toMs && active.endMs >= fromMs,
  );
  return acting.reduce<ActiveFault | null>(
    (latest, active) => (latest === null || active.startMs > latest.startMs ? active : latest),
    null,
  );
}

/** Latest change of the node or its edges in `fromMs`..`toMs`. */
export function changeOn(
  disturbances: Disturbances,
  node: number,
  fromMs: number,
  toMs: number,
): ActiveChange | null {
  return (
    disturbances.changes.findLast(
      (change) => change.nodes.includes(node) && change.atMs < toMs && change.atMs >= fromMs,
    ) ?? null
  );
}
