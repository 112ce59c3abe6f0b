// Rate limit at the callee: a token bucket that refills continuously and starts full; each arrival
// takes one token. Without one it is refused, or it waits for its turn where it may. A waiting arrival
// has taken its token in advance, so its time is known at once: one event each, no queue to keep. With
// a bucket of 1 and n that may wait this is nginx limit_req with burst = n, with a bucket of n + 1 and
// none that may wait it is the same with nodelay (ngx_http_limit_req_module: `excess`).
import { cancel, schedule } from "../core/event-list.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import { buckets, doors } from "./admission-rows.ts";
import { GATE_OPEN } from "./event-kinds.ts";
import { awayLessAt, awayMoreAt } from "./instance-load.ts";
import { enter } from "./node-state.ts";
import { nodes } from "./parameters.ts";
import { AT_GATE, attempts } from "./rows.ts";

/** Tokens closer together than this are at one instant: rounding decides nothing. */
const SLACK = 1e-9;

/** Takes a token: 0 = go on, more = the time to wait for it, ms, -1 = none may be taken. */
export function takeToken(node: number, instance: number): number {
  const row = doors.bucketShared[node] === 1 ? nodes.firstInstance[node] : instance;
  const now = registers[NOW];
  const refilled = (now - buckets.at[row]) * doors.tokensPerMs[node];
  const missing = Math.max(0, buckets.missing[row] - refilled) + 1;
  buckets.at[row] = now;
  const excess = missing - doors.burst[node];
  if (excess > doors.waitersMax[node] + SLACK) {
    buckets.missing[row] = missing - 1;
    return -1;
  }
  buckets.missing[row] = missing;
  return excess > SLACK ? excess / doors.tokensPerMs[node] : 0;
}

/** The attempt waits `forMs` before the door: present, but in no queue. */
export function waitAtGate(attempt: number, node: number, forMs: number): void {
  attempts.phase[attempt] = AT_GATE;
  enter(node);
  awayMoreAt(node, attempts.instance[attempt]);
  registers[AT] = registers[NOW] + forMs;
  attempts.event[attempt] = schedule(GATE_OPEN, attempt, 0) + 1;
}

/** The attempt waits no more, whatever becomes of it; its token stays taken. */
export function leaveGate(attempt: number, node: number): void {
  const event = attempts.event[attempt];
  if (event !== 0) cancel(event - 1);
  attempts.event[attempt] = 0;
  awayLessAt(node, attempts.instance[attempt]);
}
