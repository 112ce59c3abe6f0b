// What was done to the system from outside, and when: faults (as changes switch them) and changes, with the nodes that each of them touches.
import type { FaultTarget, ResolvedFault } from "../scenario/document.ts";
import type { Phase } from "./phases.ts";
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

interface Interval {
  readonly fault: ResolvedFault;
  readonly startMs: number;
  readonly endMs: number;
}

/** When a fault acts: within its own times and while a phase has it switched on. */
function intervalsOf(id: string, phases: readonly Phase[]): Interval[] {
  const intervals: Interval[] = [];
  phases.forEach(({ scenario, atMs }, at) => {
    const fault = scenario.faults.find((known) => known.id === id);
    if (fault === undefined || !fault.enabled) return;
    const startMs = Math.max(atMs, fault.atMs);
    const endMs = Math.min(phases[at + 1]?.atMs ?? Infinity, fault.atMs + fault.forMs);
    if (!(endMs > startMs)) return;
    const last = intervals[intervals.length - 1];
    if (last?.endMs === startMs) intervals.pop();
    intervals.push({ fault, startMs: last?.endMs === startMs ? last.startMs : startMs, endMs });
  });
  return intervals;
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

export function disturbancesOf(phases: readonly Phase[], topology: Topology): Disturbances {
  const ids = new Set(phases.flatMap(({ scenario }) => scenario.faults.map((fault) => fault.id)));
  const faults = [...ids]
    .flatMap((id) => intervalsOf(id, phases))
    .map((interval) => ({
      ...interval,
      nodes: interval.fault.targets
        .flatMap((target) => nodesOfTarget(target, topology))
        .filter(known),
    }));
  const changes = phases.flatMap(({ id, atMs, paths }) => {
    // Switching a fault does nothing but through the fault.
    const own = paths.filter((path) => !path.startsWith("faults."));
    if (id === null || own.length === 0) return [];
    const nodes = own.flatMap((path) => nodesOfPath(path, topology)).filter(known);
    return [{ id, atMs, paths: own, nodes }];
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

/** Whether a fault acted, or a change was made, in `fromMs`..`toMs`. */
export function isDisturbedIn(
  { faults, changes }: Disturbances,
  fromMs: number,
  toMs: number,
): boolean {
  return (
    faults.some(({ startMs, endMs }) => startMs < toMs && endMs >= fromMs) ||
    changes.some(({ atMs }) => atMs < toMs && atMs >= fromMs)
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
