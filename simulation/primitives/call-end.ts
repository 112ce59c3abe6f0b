// How a call ends: what its caller's policies learn, and the answer that its parent gets. A fallback
// is the outermost policy, so it is asked last; one that takes time answers by an event.
import { schedule } from "../core/event-list.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import {
  EDGE_METERS,
  edgeMeter,
  TYPE_METERS,
  TYPE_UNSENT,
  typeMeter,
  UNSENT,
} from "../metrics/meters.ts";
import { FIRST_FAILURE } from "../results/outcomes.ts";
import { AVOIDS, balances } from "./balance-rows.ts";
import { leaveCallLevel } from "./call-guards.ts";
import { publishFailed } from "./dual-write.ts";
import { CALL_ENDED, FALLBACK_READY } from "./event-kinds.ts";
import { ANSWERS, CALLS_INSTEAD, fallBack, keepAnswer } from "./fallback.ts";
import { pendingLess } from "./network.ts";
import { AVOIDS_TRIED, edges, FALLS_BACK } from "./parameters.ts";
import { NUMBERS_PUBLISHES } from "./publish-identity.ts";
import { LINES_UP, leaveLine } from "./publish-lines.ts";
import { attempts, calls, ENDED, ROOT, requests } from "./rows.ts";
import { types } from "./source-parameters.ts";
import { follow } from "./transitions.ts";
import { forgetTried } from "./tried-members.ts";

/** The first attempt of a call was refused before it was sent. */
export function countUnsent(call: number, edge: number): void {
  edgeMeter[edge * EDGE_METERS + UNSENT]++;
  const parent = calls.parent[call];
  if (attempts.origin[parent] === ROOT) countForType(attempts.request[parent], TYPE_UNSENT);
}

export function countForType(request: number, field: number): void {
  typeMeter[types.reported[requests.type[request]] * TYPE_METERS + field]++;
}

/** The call is decided, unless a fallback answers instead. */
export function endCall(call: number, outcome: number): void {
  const edge = calls.edge[call];
  calls.outcome[call] = outcome;
  const guards = edges.guards[edge];
  if (guards !== 0) {
    if ((guards & AVOIDS_TRIED) !== 0 && (balances.watch[edge] & AVOIDS) !== 0) forgetTried(call);
    if ((guards & LINES_UP) !== 0 && leaveLine(call, edge)) countUnsent(call, edge);
    leaveCallLevel(call, edge, guards, outcome);
    if ((guards & NUMBERS_PUBLISHES) !== 0 && outcome >= FIRST_FAILURE) publishFailed(call);
    if ((guards & FALLS_BACK) !== 0 && endsLater(call, edge, outcome)) return;
  }
  concludeCall(call);
}

/** The fallback is asked; true when its answer takes time or comes from another edge. */
function endsLater(call: number, edge: number, outcome: number): boolean {
  if (outcome < FIRST_FAILURE) {
    keepAnswer(call, edge, outcome);
    return false;
  }
  const answer = fallBack(call, edge);
  if (answer === CALLS_INSTEAD) return true;
  const delay = edges.fallbackMs[edge];
  if (answer !== ANSWERS || delay <= 0) return false;
  registers[AT] = registers[NOW] + delay;
  calls.timer[call] = schedule(FALLBACK_READY, call, 0) + 1;
  return true;
}

/** Hands the end of a call to its parent's plan. */
export function concludeCall(call: number): void {
  const edge = calls.edge[call];
  pendingLess(edge);
  calls.timer[call] = ENDED;
  follow(CALL_ENDED, call, 0);
}
