// What a fault or a change did, as the first words of a sentence.
import { faultOf } from "../faults/catalog.ts";
import type { ActiveChange, ActiveFault } from "./disturbances.ts";
import {
  capitalize,
  formatClock,
  formatDuration,
  formatShare,
  formatTimes,
  listOf,
} from "./phrase.ts";
import type { Topology } from "./topology.ts";

function nameOf(topology: Topology, id: string): string {
  return topology.nodes.find((node) => node.id === id)?.name ?? id;
}

/** `payment`, `one instance of payment`, `the link from orders to payment`. */
function targetsOf({ fault }: ActiveFault, topology: Topology): string {
  const names = fault.targets.map((target) => {
    if ("edge" in target) {
      const [from = "", to = ""] = target.edge.replace(/#\d+$/, "").split("->");
      return `the link from ${nameOf(topology, from)} to ${nameOf(topology, to)}`;
    }
    const name = nameOf(topology, target.node);
    if (target.instances === "all") return name;
    const count = "random" in target.instances ? target.instances.random : target.instances.length;
    return `${count === 1 ? "one instance" : `${count} instances`} of ${name}`;
  });
  return listOf(names);
}

const numberIn = (value: unknown): number => (typeof value === "number" ? value : Number.NaN);

/** What the fault did to its targets; the time is added by the caller. */
function deedOf(active: ActiveFault, topology: Topology): string {
  const { fault } = active;
  const targets = targetsOf(active, topology);
  const ramped = fault.rampMs > 0 ? "up to " : "";
  switch (fault.kind) {
    case "slow": {
      const factor = numberIn(fault.values.factor);
      if (factor < 1) return `${targets} became ${ramped}${formatTimes(1 / factor)} faster`;
      return `${targets} became ${ramped}${formatTimes(factor)} slower`;
    }
    case "crash":
      return fault.values.mode === "blackhole"
        ? `${targets} stopped answering`
        : `${targets} crashed`;
    case "errors":
      return `${targets} began to fail ${ramped}${formatShare(numberIn(fault.values.ratio))} of its work`;
    case "latency":
      return `messages over ${targets} took ${ramped}${formatDuration(numberIn(fault.values.addMs))} longer`;
    default: {
      const label = faultOf(fault.kind)?.label ?? fault.kind;
      return `the fault "${label}" hit ${targets}`;
    }
  }
}

/** `Payment became 20 times slower at 1:00`; from its start where it ramps up. */
export function faultClause(active: ActiveFault, topology: Topology): string {
  const when = active.fault.rampMs > 0 ? "from" : "at";
  return `${capitalize(deedOf(active, topology))} ${when} ${formatClock(active.startMs)}`;
}

/** `nodes.payment.replicas was changed at 1:00`. */
export function changeClause(change: ActiveChange): string {
  const verb = change.paths.length === 1 ? "was" : "were";
  return `${capitalize(listOf(change.paths))} ${verb} changed at ${formatClock(change.atMs)}`;
}
