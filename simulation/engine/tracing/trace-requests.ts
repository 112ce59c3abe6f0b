// Traces of chosen requests: their time is simulated once more, from a point before the first of them,
// under a kernel that looks on.
import { sources } from "../../primitives/source-parameters.ts";
import type { RunStop } from "../../results/engine-port.ts";
import type { Trace, TraceSummary } from "../../results/traces.ts";
import type { Kernel } from "../kernel.ts";
import type { Program } from "../program.ts";
import { buildTrace } from "./build-trace.ts";
import type { Wanted } from "./request-watch.ts";
import { TracingKernel } from "./tracing-kernel.ts";

/** Events between two looks whether all wanted requests have been followed. */
const EVENTS_AT_ONCE = 1 << 14;

function wantedOf(
  { id, row, root, turn, source, startMs }: TraceSummary,
  program: Program,
): Wanted {
  const node = program.layout.nodeIds.indexOf(source);
  let found = -1;
  for (let at = 0; at < sources.highWater; at++) if (sources.node[at] === node) found = at;
  return { id, row, root, turn, source: found, startMs };
}

/**
 * The traces of those of the wanted requests that the run offers, in the order in which they are
 * wanted. `runOn` runs the engine on for a while with a kernel.
 */
export function traceRequests(
  wanted: readonly TraceSummary[],
  program: Program,
  usual: Kernel,
  runOn: (kernel: Kernel, maxEvents: number) => RunStop,
): Trace[] {
  const kernel = new TracingKernel(
    wanted.map((summary) => wantedOf(summary, program)),
    usual,
  );
  while (!kernel.isDone) {
    const stop = runOn(kernel, EVENTS_AT_ONCE);
    if (stop.kind !== "budget") break;
  }
  const watches = new Map(kernel.watches.map((watch) => [watch.wanted.id, watch]));
  return wanted.flatMap((summary) => {
    const watch = watches.get(summary.id);
    return watch === undefined ? [] : [buildTrace(summary, watch, program)];
  });
}
