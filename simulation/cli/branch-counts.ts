// How often each branch of a kernel that counts them is taken in runs of scenarios.
import { engineMemory } from "../core/memory.ts";
import { createEngine } from "../engine/engine.ts";
import { kernelOf } from "../engine/kernel.ts";
import type { KernelBinary } from "../engine/kernel-binary.ts";
import { parseScenario } from "../scenario/parse.ts";
import { resolveScenario } from "../scenario/resolve.ts";

/** Events of a scenario that are counted at most. */
const EVENTS = 400_000;

/** A scenario, and what its branches count compared with those of the others. */
export interface CountedScenario {
  readonly text: string;
  readonly weight: number;
}

/**
 * Counts for each event, weighted: how often each branch was met and its condition held, one after
 * the other. Throws when a scenario is none or the platform has no WebAssembly.
 */
export function branchCounts(
  binary: KernelBinary,
  branches: number,
  scenarios: readonly CountedScenario[],
): Float64Array {
  const kernel = kernelOf(binary);
  if (typeof kernel === "string") throw new Error(kernel);
  const { buffer, regions } = engineMemory();
  const end = regions.reduce((last, { offset, bytes }) => Math.max(last, offset + bytes), 0);
  const counters = new Uint32Array(buffer, end - 8 * branches, 2 * branches);
  const sums = new Float64Array(2 * branches);
  const engine = createEngine({ heapOnly: false, kernel });
  for (const { text, weight } of scenarios) {
    const parsed = parseScenario(text);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const resolved = resolveScenario(parsed.document);
    if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
    counters.fill(0);
    engine.load(resolved.scenario);
    engine.run(Number.POSITIVE_INFINITY, EVENTS);
    const scale = weight / Math.max(1, engine.events());
    counters.forEach((count, at) => {
      sums[at] = (sums[at] ?? 0) + count * scale;
    });
  }
  return sums;
}
