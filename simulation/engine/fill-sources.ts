// Writes the sources of a program, their request types and load profiles into their columns.
import type { SourceDescriptor } from "../kinds/descriptors.ts";
import { profiles, sources, types } from "../primitives/parameters.ts";
import type { Program } from "./program.ts";

/** Parameters of all sources. Null or the cap that was hit. */
export function fillSources(program: Program): string | null {
  let source = 0;
  let type = 0;
  let point = 0;
  for (const [node, { descriptor }] of program.nodes.entries()) {
    if (descriptor.primitive !== "source") continue;
    const of = descriptor.source;
    const points = of.profile?.points ?? [];
    const names = Object.keys(of.requests).sort();
    if (!sources.occupy(source + 1)) return "sources";
    if (!types.occupy(type + names.length)) return "request types";
    if (!profiles.occupy(point + points.length)) return "profile points";
    sources.node[source] = node;
    sources.firstType[source] = type;
    sources.typeCount[source] = names.length;
    sources.firstPoint[source] = point;
    fillSource(program, of, source);
    type = fillTypes(program, of, source, node, names, type);
    for (const [atS, multiplier] of points) {
      profiles.atMs[point] = atS * 1000;
      profiles.multiplier[point] = multiplier;
      point++;
    }
    source++;
  }
  return null;
}

function fillSource(program: Program, of: SourceDescriptor, source: number): void {
  const ratePerMs = of.ratePerS / 1000;
  const points = of.profile?.points ?? [];
  // Gaps from a distribution decide the rate; the number only says whether there are any.
  const timed = of.arrivals === "poisson" || of.arrivals === "constant" || ratePerMs <= 0;
  sources.ratePerMs[source] = timed ? ratePerMs : 1;
  sources.pointCount[source] = points.length;
  sources.steps[source] = of.profile?.steps ? 1 : 0;
  sources.peak[source] =
    points.reduce((most, [, multiplier]) => Math.max(most, multiplier), 0) || 1;
  sources.batch[source] = of.batch;
  sources.clients[source] = of.clients;
  sources.users[source] = of.closed?.users ?? 0;
  sources.think[source] = of.closed ? program.index.distribution(of.closed.thinkTime, "ms") : -1;
  sources.patience[source] =
    of.patienceMs === null ? -1 : program.index.distribution(of.patienceMs, "ms");
  sources.gap[source] = gapOf(program, of, ratePerMs);
  sources.firstAtMs[source] = of.arrivals === "constant" && of.offsetMs !== null ? of.offsetMs : -1;
}

/** Distribution of the gaps between arrivals, -1 = exponential with the rate's mean. */
function gapOf(program: Program, of: SourceDescriptor, ratePerMs: number): number {
  if (of.arrivals === "poisson" || ratePerMs <= 0) return -1;
  if (of.arrivals === "constant") return program.index.distribution(1 / ratePerMs, "ms");
  return program.index.distribution(of.arrivals, "ms");
}

function fillTypes(
  program: Program,
  of: SourceDescriptor,
  source: number,
  node: number,
  names: readonly string[],
  first: number,
): number {
  const total = names.reduce((sum, name) => sum + (of.requests[name]?.weight ?? 0), 0);
  let below = 0;
  let type = first;
  for (const name of names) {
    const entry = of.requests[name];
    below += entry?.weight ?? 0;
    types.source[type] = source;
    types.operation[type] = program.index.operationOf(node, name);
    types.upTo[type] = total > 0 ? below / total : 1;
    types.goalMs[type] = entry?.goalMs ?? 0;
    types.reported[type] = program.layout.typeIds.indexOf(name);
    type++;
  }
  return type;
}
