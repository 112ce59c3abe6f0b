// What a run tells of meshes: a drawn edge that was compiled to several legs is one edge again, with its
// calls as the caller made them and its attempts as they went over the network; and what each mesh did.
import type { EngineTotals } from "../results/engine-port.ts";
import type { MeshResult } from "../results/mesh-result.ts";
import type { EdgeResult, Failures } from "../results/run-result.ts";
import type { ExporterResult } from "../results/span-result.ts";
import type { EdgePart, ResolvedEdge, ResolvedNode } from "../scenario/document.ts";
import { streamAsDrawn } from "./mesh-streams.ts";
import type { Program } from "./program.ts";

/** Legs that lead to a callee. */
const REACHING: ReadonlySet<EdgePart["leg"]> = new Set(["wire", "split"]);

function summed(list: readonly Failures[]): Failures {
  const all: Record<string, number> = {};
  for (const failures of list) {
    for (const [outcome, count] of Object.entries(failures)) {
      all[outcome] = (all[outcome] ?? 0) + count;
    }
  }
  return all;
}

function sumOf(edges: readonly EdgeResult[], value: (edge: EdgeResult) => number): number {
  return edges.reduce((sum, edge) => sum + value(edge), 0);
}

/**
 * Calls of the caller, attempts of the proxy. `wires`: the drawn way first. What the caller has collected
 * is one attempt to its proxy, so there the caller's own books tell of calls.
 */
function asDrawn(library: EdgeResult, wires: readonly EdgeResult[]): EdgeResult {
  const [wire] = wires;
  if (wire === undefined) return library;
  const counted = library.batches === undefined ? wires : [library];
  const attempts = sumOf(counted, (each) => each.attempts);
  const byMesh = sumOf(wires, (each) => each.retries);
  return {
    ...library,
    attempts,
    ok: sumOf(counted, ({ ok }) => ok),
    failed: summed(counted.map(({ failed }) => failed)),
    unsent: summed(counted.map(({ unsent }) => unsent)),
    retries: library.retries + byMesh,
    retriesBy: { library: library.retries, mesh: byMesh },
    retriesDenied: library.retriesDenied + sumOf(wires, (each) => each.retriesDenied),
    retryAmplification: library.calls > 0 ? attempts / library.calls : null,
    latencyMs: wire.latencyMs,
    library: {
      attempts: library.attempts,
      ok: library.ok,
      failed: library.failed,
      unsent: library.unsent,
      latencyMs: library.latencyMs,
    },
    ...(wire.balancing === undefined ? {} : { balancing: wire.balancing }),
    ...(wire.pool === undefined ? {} : { pool: wire.pool }),
  };
}

function meshResultOf(
  mesh: string,
  { nodes, edges }: EngineTotals,
  drawn: { readonly nodes: readonly ResolvedNode[]; readonly edges: readonly ResolvedEdge[] },
): MeshResult {
  const legs = (...names: readonly EdgePart["leg"][]) =>
    drawn.edges.flatMap(({ id, part }) => {
      const result = edges[id];
      return part?.mesh === mesh && names.includes(part.leg) && result ? [result] : [];
    });
  const callsOf = (...names: readonly EdgePart["leg"][]) => sumOf(legs(...names), (e) => e.calls);
  const wires = legs("wire", "split");
  const proxies = drawn.nodes.filter(
    ({ proxy, values }) => proxy?.mesh === mesh && values.concurrency !== null,
  );
  let vcpuMean = 0;
  let duplicateEffects = 0;
  for (const { id, values } of proxies) {
    duplicateEffects += nodes[id]?.duplicateEffects ?? 0;
    const { workingRatio, replicas } = nodes[id] ?? {};
    const instances = replicas?.mean ?? Number(values.replicas);
    vcpuMean += (workingRatio ?? 0) * instances * Number(values.concurrency);
  }
  return {
    calls: callsOf("wire", "split"),
    retries: sumOf(wires, ({ retries }) => retries),
    ejections: sumOf(wires, ({ balancing }) => balancing?.ejections ?? 0),
    connectionsOpened: sumOf(wires, ({ pool }) => pool?.opened ?? 0),
    redirected: callsOf("split"),
    mirrored: callsOf("mirror"),
    delayed: callsOf("delay"),
    aborted: callsOf("abort"),
    unauthorized: callsOf("deny"),
    duplicateEffects,
    ...spansOf(
      drawn.edges
        .filter(({ sort, from }) => sort === "export" && proxies.some(({ id }) => id === from))
        .flatMap(({ id }) => edges[id]?.exporter ?? []),
    ),
    vcpuMean,
  };
}

function spansOf(exporters: readonly ExporterResult[]): Pick<MeshResult, "spans"> {
  if (exporters.length === 0) return {};
  const spans = { recorded: 0, exported: 0, dropped: 0 };
  for (const { recorded, exported, dropped } of exporters) {
    spans.recorded += recorded;
    spans.exported += exported;
    spans.dropped += dropped.queueFull + dropped.exportFailed + dropped.crashed;
  }
  return { spans };
}

/** Totals with drawn edges in one piece and a block for each mesh; as they are where there is none. */
export function withMeshes(totals: EngineTotals, { scenario }: Program): EngineTotals {
  const parts = scenario.edges.filter(({ part }) => part !== undefined && part.mesh !== "");
  if (parts.length === 0) return totals;
  const edges: Record<string, EdgeResult> = { ...totals.edges };
  for (const { id, part } of parts) {
    const library = totals.edges[id];
    if (part?.leg !== "call" || library === undefined) continue;
    const wires = parts
      .filter((other) => other.part?.of === id && REACHING.has(other.part.leg))
      .filter((other) => !other.id.endsWith("~tunnel"))
      .sort((left, right) => Number(right.id === `${id}~wire`) - Number(left.id === `${id}~wire`));
    edges[id] = asDrawn(
      library,
      wires.map((other) => totals.edges[other.id] as EdgeResult),
    );
  }
  for (const id of new Set(parts.map(({ part }) => part?.of ?? ""))) {
    const stream = streamAsDrawn(id, totals, scenario);
    const known = edges[id];
    if (stream !== undefined && known !== undefined) edges[id] = { ...known, stream };
  }
  const ids = [...new Set(parts.map(({ part }) => part?.mesh ?? ""))].sort();
  const meshes = Object.fromEntries(ids.map((id) => [id, meshResultOf(id, totals, scenario)]));
  return { ...totals, edges, meshes };
}
