// The faults of a scenario in the engine's terms.
import type { Fault, FaultEffect, FaultRow } from "../primitives/fault-plan.ts";
import type { FaultTarget, ResolvedFault, ResolvedValues } from "../scenario/document.ts";
import { processOf } from "./hosts.ts";
import type { Program } from "./program.ts";

export function faultsOf(program: Program): Fault[] {
  return program.scenario.faults.map((fault) => compileFault(program, fault));
}

function compileFault(program: Program, fault: ResolvedFault): Fault {
  const { distribution } = program.index;
  const { comings } = fault;
  return {
    id: fault.id,
    atMs: fault.atMs,
    endMs: fault.atMs + fault.forMs,
    rampMs: fault.rampMs,
    enabled: fault.enabled,
    comings:
      comings === undefined
        ? null
        : { every: distribution(comings.every, "ms"), for: distribution(comings.for, "ms") },
    effect: effectOf(program, fault),
    targets: withProcess(program, fault).map((target) => rowOf(program, target)),
  };
}

/** What happens to a whole process, and so to every node that lives in it. */
const OF_PROCESSES: ReadonlySet<string> = new Set(["crash", "zone-outage", "pause", "hang"]);

function withProcess({ scenario }: Program, { kind, targets }: ResolvedFault): FaultTarget[] {
  if (!OF_PROCESSES.has(kind)) return [...targets];
  const found = new Map<string, FaultTarget>();
  for (const target of targets) {
    const nodes = "edge" in target ? [] : processOf(scenario, target.node);
    if ("edge" in target) found.set(JSON.stringify(target), target);
    for (const node of nodes) {
      const whole = { ...target, node } as FaultTarget;
      found.set(JSON.stringify(whole), whole);
    }
  }
  return [...found.values()];
}

function rowOf({ index }: Program, target: FaultTarget): FaultRow {
  if ("edge" in target) {
    const { edge, cut = "both" } = target;
    return { edge: index.edgeOf(edge), edgeId: edge, cut };
  }
  return { node: index.nodeOf(target.node), instances: target.instances };
}

/** Numbers of a fault by name; the definitions say that they are. */
function numbersOf(values: ResolvedValues): (name: string) => number {
  return (name) => Number(values[name]);
}

/** One-way trips of a failing handshake: TCP takes one round trip, TLS 1.3 one more. */
const HANDSHAKE_TRIPS = 4;

function effectOf(program: Program, { kind, values }: ResolvedFault): FaultEffect {
  const number = numbersOf(values);
  const isBlackhole = values.mode === "blackhole";
  switch (kind) {
    case "slow":
      return { kind, factor: number("factor") };
    case "errors":
      return { kind, ratio: number("ratio") };
    case "bad-deploy":
      return {
        kind: "deploy",
        share: number("share"),
        ratio: number("ratio"),
        factor: number("factor"),
      };
    case "rolling-deploy":
      return { kind: "rollout", ratio: number("ratio"), factor: number("factor") };
    case "brownouts":
      return { kind: "deploy", share: 1, ratio: number("ratio"), factor: number("factor") };
    case "crash":
      return {
        kind,
        blackhole: isBlackhole,
        restart: values.restart === true,
        startMs: number("startS") * 1000,
      };
    case "zone-outage":
      return {
        kind: "crash",
        blackhole: isBlackhole,
        restart: true,
        startMs: number("startS") * 1000,
      };
    case "cache-flush":
      return { kind: "flush", ratio: number("ratio") };
    case "pause":
      return { kind };
    case "control-plane-outage":
      return { kind: "silence" };
    case "hang":
      return { kind, resumes: values.ends === "resume" };
    case "schema-change":
      return {
        kind: "schema",
        breaksOld: ["needed-removed", "type-changed"].includes(String(values.change)),
        breaksNew: ["needed-added", "type-changed"].includes(String(values.change)),
        readersNew: values.readers === "new",
      };
    case "failing-check":
      return { kind, hangs: values.mode === "hang" };
    case "memory-leak":
      return {
        kind: "leak",
        perRequestKb: number("perRequestKb"),
        freeKb: number("freeMb") * 1000,
        startMs: number("startS") * 1000,
      };
    default:
      return effectOnTraffic(program, kind, values);
  }
}

function effectOnTraffic(program: Program, kind: string, values: ResolvedValues): FaultEffect {
  const number = numbersOf(values);
  switch (kind) {
    case "latency":
      return { kind, addMs: number("addMs") };
    case "jitter":
      return { kind, distribution: program.index.distribution(values.addMs, "ms") };
    case "loss":
      return { kind, ratio: number("ratio"), rtoMs: number("rtoMs") };
    case "contract-break":
      return {
        kind: "contract",
        ratio: number("ratio"),
        change: values.change === "added" ? "added" : "removed",
      };
    case "pool-leak":
      return { kind: "poolLeak", ratio: number("ratio"), returns: values.returns === true };
    case "partition":
      return { kind, refuses: values.mode === "refuse" };
    case "dns-failure":
      return { kind: "expiry", lifeMs: number("ttlS") * 1000, trips: 0, ofConnections: false };
    case "certificate-expiry":
      return {
        kind: "expiry",
        lifeMs: number("connectionS") * 1000,
        trips: HANDSHAKE_TRIPS,
        ofConnections: true,
      };
    case "replay":
      return {
        kind,
        from:
          values.toTimeS === null
            ? { offset: number("toOffset") }
            : { timeMs: number("toTimeS") * 1000 },
      };
    case "redrive":
      return { kind, ratePerS: number("ratePerS") };
    case "spike":
      return { kind, factor: number("factor") };
    case "herd":
      return { kind, ratio: number("ratio"), withinMs: number("withinS") * 1000 };
    default:
      throw new Error(`No effect for a fault of kind ${kind}`);
  }
}
