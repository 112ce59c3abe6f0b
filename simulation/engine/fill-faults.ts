// The faults of a scenario in the engine's terms.
import type { Fault, FaultRow } from "../primitives/faults.ts";
import type { ResolvedFault } from "../scenario/document.ts";
import type { Program } from "./program.ts";

interface FaultValues {
  readonly factor?: number;
  readonly ratio?: number;
  readonly addMs?: number;
  readonly mode?: string;
}

const EFFECTS: ReadonlySet<string> = new Set([
  "slow",
  "crash",
  "errors",
  "latency",
  "failing-check",
]);

function amountOf(values: FaultValues): number {
  return values.factor ?? values.ratio ?? values.addMs ?? 1;
}

export function faultsOf(program: Program): Fault[] {
  return program.scenario.faults.flatMap((fault) => {
    if (!EFFECTS.has(fault.kind)) return [];
    return [compileFault(program, fault)];
  });
}

function compileFault(program: Program, fault: ResolvedFault): Fault {
  const values = fault.values as FaultValues;
  const targets: FaultRow[] = fault.targets.map((target) => {
    if ("edge" in target) return { edge: program.index.edgeOf(target.edge) };
    const node = program.index.nodeOf(target.node);
    const { instances } = target;
    if (instances === "all") return { node, instances };
    return "random" in instances ? { node, random: instances.random } : { node, instances };
  });
  return {
    id: fault.id,
    effect: fault.kind as Fault["effect"],
    atMs: fault.atMs,
    endMs: fault.atMs + fault.forMs,
    rampMs: fault.rampMs,
    enabled: fault.enabled,
    amount: amountOf(values),
    blackhole: values.mode === "blackhole",
    hangs: values.mode === "hang",
    targets,
  };
}
