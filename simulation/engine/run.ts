// The loop: takes the next event, dispatches it, then what follows from it at the same instant. One
// switch for events, one for transitions, one call a case. Window ends, the end of the warm-up,
// faults and recorded changes stand outside the event list: they come after every ordinary event of
// their instant and take no sequence numbers.
import { events, nextEvent } from "../core/event-list.ts";
import { exhausted } from "../core/memory.ts";
import { retryDue, writeFollows } from "../primitives/attempt.ts";
import { attemptTimeout, response } from "../primitives/attempt-end.ts";
import { callInstead } from "../primitives/call.ts";
import { concludeCall } from "../primitives/call-end.ts";
import { endpointUpdate } from "../primitives/crash.ts";
import { retransmit } from "../primitives/detour.ts";
import * as happen from "../primitives/event-kinds.ts";
import { faultsDue } from "../primitives/leaks.ts";
import { control, DRAINED } from "../primitives/node-state.ts";
import { beginCalls, callEnded, cancelArrives } from "../primitives/plan.ts";
import { arrival, herdReturn, patienceEnd, rootEnded, thinkEnd } from "../primitives/source.ts";
import { queueTimeout, serviceEnd, waitedTooLong } from "../primitives/station.ts";
import { arrive, gateOpen } from "../primitives/station-entry.ts";
import {
  batchEnd,
  breakDown,
  mend,
  shareEnd,
  slotOpen,
  wake,
} from "../primitives/station-events.ts";
import {
  nextTransition,
  transitionA,
  transitionB,
  transitionKind,
} from "../primitives/transitions.ts";
import * as brokers from "./brokers.ts";

const eventKind = events.kind;
const eventA = events.a;
const eventB = events.b;
const life = control.i32;

function dispatchEvent(kind: number, a: number, b: number): void {
  switch (kind) {
    case happen.ARRIVAL:
      arrival(a);
      break;
    case happen.ARRIVE:
      arrive(a);
      break;
    case happen.SERVICE_END:
      serviceEnd(a);
      break;
    case happen.RESPONSE:
      response(a);
      break;
    case happen.ATTEMPT_TIMEOUT:
      attemptTimeout(a);
      break;
    case happen.RETRY:
      retryDue(a);
      break;
    case happen.FALLBACK_READY:
      concludeCall(a);
      break;
    case happen.PATIENCE_END:
      patienceEnd(a);
      break;
    case happen.QUEUE_TIMEOUT_EVENT:
      queueTimeout(a);
      break;
    case happen.CANCEL_ARRIVE:
      cancelArrives(a, b);
      break;
    case happen.ENDPOINT_UPDATE:
      endpointUpdate(a, b);
      break;
    case happen.THINK_END:
      thinkEnd(a, b);
      break;
    case happen.WAITED_TOO_LONG:
      waitedTooLong(a);
      break;
    case happen.GATE_OPEN:
      gateOpen(a);
      break;
    case happen.SHARE_END:
      shareEnd(a);
      break;
    case happen.BATCH_END:
      batchEnd(a);
      break;
    case happen.BREAK_DOWN:
      breakDown(a);
      break;
    case happen.MEND:
      mend(a);
      break;
    case happen.WAKE:
      wake(a);
      break;
    case happen.RETRANSMIT:
      retransmit(a, b);
      break;
    case happen.FAULTS_DUE:
      faultsDue();
      break;
    case happen.HERD_RETURN:
      herdReturn(a);
      break;
    default:
      brokers.dispatchBrokerEvent(kind, a, b);
  }
}

function dispatchTransition(kind: number, a: number, b: number): void {
  switch (kind) {
    case happen.ARRIVE_NOW:
      arrive(a);
      break;
    case happen.RESPONSE_NOW:
      response(a);
      break;
    case happen.WORK_SERVED:
      beginCalls(a);
      break;
    case happen.CALL_ENDED:
      callEnded(a);
      break;
    case happen.ROOT_ENDED:
      rootEnded(a, b);
      break;
    case happen.CALL_INSTEAD:
      callInstead(a);
      break;
    case happen.WRITE_FOLLOWS:
      writeFollows(a);
      break;
    case happen.SLOT_OPEN:
      slotOpen(a);
      break;
    default:
      brokers.dispatchBrokerTransition(kind, a, b);
  }
}

/** Executes what follows from the last event until nothing is left to do at this instant. */
export function settle(): void {
  for (;;) {
    const at = nextTransition();
    if (at < 0) return;
    dispatchTransition(transitionKind[at], transitionA[at], transitionB[at]);
  }
}

/** Executes events up to `untilMs` or the end of draining, at most `budget`; returns how many. */
export function executeEvents(untilMs: number, budget: number): number {
  let executed = 0;
  while (executed < budget && exhausted[0] === 0 && life[DRAINED] === 0) {
    const event = nextEvent(untilMs);
    if (event < 0) break;
    executed++;
    dispatchEvent(eventKind[event], eventA[event], eventB[event]);
    settle();
  }
  return executed;
}
