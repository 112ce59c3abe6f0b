// How often each branch of a kernel that counts them is taken in runs of scenarios.
import { engineMemory } from "../core/memory.ts";
import { createEngine } from "../engine/engine.ts";
import { kernelOf, OWN_REGION } from "../engine/kernel.ts";
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
  // The counters are the end of what the kernel brings itself.
  const own = regions.findLast(({ name }) => name.startsWith(OWN_REGION));
  if (own === undefined) throw new Error("The kernel has no region of its own.");
  const start = own.offset + own.bytes - 8 * branches;
  const counters = new Uint32Array(buffer, start, 2 * branches);
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
  if (!sums.some((count) => count > 0)) throw new Error("No branch has been counted.");
  return sums;
}
