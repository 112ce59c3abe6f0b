// Writes what stays together on its way through load balancers, and reports what became of sessions.
import { balances, STICKS } from "../primitives/balance-rows.ts";
import { edges, nodes } from "../primitives/parameters.ts";
import { BY_CONNECTION, BY_SESSION, sessions, stickyEdges } from "../primitives/stickiness.ts";
import type { SessionResult } from "../results/session-result.ts";
import type { Program } from "./program.ts";

/** Numbers of all edges, which must be filled in; with `fresh` no session has begun. Null or the cap that was hit. */
export function fillSticky(program: Program, fresh: boolean): string | null {
  if (!stickyEdges.occupy(edges.highWater)) return stickyEdges.name;
  let next = 0;
  for (let edge = 0; edge < edges.highWater; edge++) {
    const descriptor = program.nodes[edges.from[edge]]?.descriptor;
    const station = descriptor?.primitive === "station" ? descriptor.station : undefined;
    const sticky = station?.sticky ?? null;
    const isPicked = nodes.sharedQueue[edges.to[edge]] === 0;
    stickyEdges.by[edge] = 0;
    if (isPicked && station?.relays === "bytes") stickyEdges.by[edge] = BY_CONNECTION;
    else if (isPicked && sticky !== null) stickyEdges.by[edge] = BY_SESSION;
    if (stickyEdges.by[edge] !== 0) balances.watch[edge] |= STICKS;
    stickyEdges.firstSession[edge] = next;
    stickyEdges.sessionCount[edge] = sticky?.sessions ?? 0;
    stickyEdges.lastsMs[edge] = sticky?.durationMs ?? 0;
    stickyEdges.keepsState[edge] = sticky?.state === "instance" ? 1 : 0;
    next += sticky?.sessions ?? 0;
  }
  if (fresh && !sessions.occupy(next)) return sessions.name;
  return null;
}

/** Whether an edge asks for the session of a request, which its key tells. */
export function sticksToSessions(edge: number): boolean {
  return edge < stickyEdges.highWater && stickyEdges.by[edge] === BY_SESSION;
}

/** What became of the sessions that a node keeps together, in the measured period; null: it keeps none. */
export function sessionResultOf(node: number): SessionResult | null {
  const found = { started: 0, moved: 0, lost: 0 };
  let isSticky = false;
  for (let edge = 0; edge < stickyEdges.highWater; edge++) {
    if (edges.from[edge] !== node || stickyEdges.by[edge] !== BY_SESSION) continue;
    isSticky = true;
    found.started += stickyEdges.started[edge];
    found.moved += stickyEdges.moved[edge];
    found.lost += stickyEdges.lost[edge];
  }
  return isSticky ? found : null;
}
