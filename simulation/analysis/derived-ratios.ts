// Ratios that callers see of nodes and edges, told from the counts of a single run, so that several
// replications have a mean and an interval of them.
import type { EngineTotals } from "../results/engine-port.ts";
import type { Outcome } from "../results/outcomes.ts";
import type { EdgeResult, Maybe, NodeResult } from "../results/run-result.ts";

/**
 * Endings of attempts whose result nobody wanted any more, or that met a callee in good health: a
 * conflict is between its callers.
 */
const NOT_THE_CALLEES = new Set(["cancelled", "conflict"]);

/** Failed attempts over all that were sent on these edges and have ended; null if none has. */
function failureRatioOf(edges: readonly EdgeResult[]): Maybe {
  let failed = 0;
  let ended = 0;
  for (const edge of edges) {
    for (const [outcome, count] of Object.entries(edge.failed)) {
      if (NOT_THE_CALLEES.has(outcome)) continue;
      failed += count - (edge.unsent[outcome as Outcome] ?? 0);
    }
    ended += edge.ok;
  }
  ended += failed;
  return ended > 0 ? failed / ended : null;
}

/** Node that an edge id (`from->to#2`) leads to, and the one it comes from. */
function endsOf(edge: string): { readonly from: string; readonly to: string } {
  const at = edge.indexOf("->");
  return { from: edge.slice(0, at), to: edge.slice(at + 2).replace(/#\d+$/, "") };
}

/** Totals of one run with the failure ratio of each node and edge and the throughput of edges. */
export function withRatios(totals: EngineTotals): EngineTotals {
  const seconds = totals.simulatedS - totals.warmupS;
  const all = Object.entries(totals.edges);
  const edges = all.map(([id, edge]): [string, EdgeResult] => {
    const failureRatio = failureRatioOf([edge]);
    return [id, { ...edge, throughput: seconds > 0 ? edge.ok / seconds : 0, failureRatio }];
  });
  const nodes = Object.entries(totals.nodes).map(([id, node]): [string, NodeResult] => {
    // A broker fails its publishers and, when it delivers in vain, its consumers.
    const seen = all.filter(([edge]) => {
      const { from, to } = endsOf(edge);
      return to === id || (node.queues !== undefined && from === id);
    });
    return [id, { ...node, failureRatio: failureRatioOf(seen.map(([, edge]) => edge)) }];
  });
  return { ...totals, nodes: Object.fromEntries(nodes), edges: Object.fromEntries(edges) };
}
