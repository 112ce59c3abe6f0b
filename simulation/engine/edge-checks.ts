// Conservation of attempts on an edge, by two counts that are kept apart: what was sent and what has
// ended are counted where it happens; what is under way is looked up among the calls in progress.

import * as meters from "../metrics/meters.ts";
import { flights, newestFlight } from "../primitives/flight-rows.ts";
import { checkOf } from "../primitives/identity-check.ts";
import { edgeState } from "../primitives/network.ts";
import { outboxes } from "../primitives/outbox.ts";
import { edges, SORT_DELIVER } from "../primitives/parameters.ts";
import { attempts, calls, ENDED, GONE, NONE } from "../primitives/rows.ts";
import { exporters } from "../primitives/span-rows.ts";
import { OUTCOME_COUNT } from "../results/outcomes.ts";
import type { IdentityCheck } from "../results/run-result.ts";
import { edgeSum } from "./totals.ts";

/** Attempts of a call that are sent and have not ended for it. */
function underWay(call: number): number {
  let link = newestFlight(call);
  if (link === 0) return calls.attempt[call] === NONE ? 0 : 1;
  let sent = 0;
  for (; link !== 0; link = flights.sibling[link - 1]) sent += flights.sent[link - 1];
  return sent;
}

/** Attempts under way on each edge. Those that were given up have ended, whatever becomes of them. */
function openAttempts(): Float64Array {
  const open = new Float64Array(edges.highWater);
  for (let attempt = 0; attempt < attempts.highWater; attempt++) {
    if (attempts.phase[attempt] === GONE) continue;
    for (let link = attempts.firstCall[attempt]; link !== 0; link = calls.next[link - 1]) {
      const call = link - 1;
      if (calls.timer[call] !== ENDED) open[calls.edge[call]] += underWay(call);
    }
  }
  for (let edge = 0; edge < outboxes.highWater; edge++) open[edge] += outboxes.inFlight[edge];
  for (let exporter = 0; exporter < exporters.highWater; exporter++) {
    if (exporters.call[exporter] !== 0) open[exporters.edge[exporter]]++;
  }
  return open;
}

/** The measured period begins. */
export function restartEdgeChecks(): void {
  edgeState.openAtStart.set(openAttempts());
}

/** The checks of all edges over which somebody calls or publishes, in the order of their `ids`. */
export function edgeChecksOf(ids: readonly string[]): IdentityCheck[] {
  const open = openAttempts();
  return ids.flatMap((id, edge) => {
    // What a broker delivers anew, or loses, is counted by the broker.
    if (edges.sort[edge] === SORT_DELIVER) return [];
    const sent = edgeState.openAtStart[edge] + edgeSum(edge, meters.ATTEMPTS);
    let ended = open[edge];
    for (let o = 0; o < OUTCOME_COUNT; o++) ended += edgeSum(edge, meters.EDGE_ENDED + o);
    return [checkOf(id, "conservation", sent, ended)];
  });
}
