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
import { watchMembers } from "../primitives/member-events.ts";
import { control, DRAINED } from "../primitives/node-state.ts";
import {
  beginCalls,
  callEnded,
  cancelArrives,
  sentOneWay,
  stageEnded,
} from "../primitives/plan.ts";
import { arrival, herdReturn, patienceEnd, rootEnded, thinkEnd } from "../primitives/source.ts";
import { queueTimeout, serviceEnd } from "../primitives/station.ts";
import { arrive, gateOpen } from "../primitives/station-entry.ts";
import {
  batchEnd,
  breakDown,
  mend,
  shareEnd,
  slotOpen,
  wake,
} from "../primitives/station-events.ts";
import { dropOldest, FIRST, KIND, oldest, SECOND } from "../primitives/transitions.ts";
import { dispatchPolicyEvent, dispatchPolicyTransition } from "./policy-events.ts";

const eventKind = events.kind;
const eventA = events.a;
const eventB = events.b;
const life = control.i32;

/** Executes one event or transition. */
export function dispatch(kind: number, a: number, b: number): void {
  switch (kind) {
    case happen.ARRIVAL:
      arrival(a);
      break;
    case happen.ARRIVE:
    case happen.ARRIVE_NOW:
      arrive(a);
      break;
    case happen.SERVICE_END:
      serviceEnd(a);
      break;
    case happen.RESPONSE:
    case happen.RESPONSE_NOW:
      response(a);
      break;
    case happen.WORK_SERVED:
      beginCalls(a);
      break;
    case happen.CALL_ENDED:
      callEnded(a);
      break;
    case happen.SENT_ONE_WAY:
      sentOneWay(a, b);
      break;
    case happen.ARRIVE_AND_GO_ON:
      arrive(a);
      stageEnded(b);
      break;
    case happen.ROOT_ENDED:
      rootEnded(a, b);
      break;
    default:
      dispatchOther(kind, a, b);
  }
}

/** What happens less often, apart, so that the rest is compiled without it. */
function dispatchOther(kind: number, a: number, b: number): void {
  switch (kind) {
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
      queueTimeout(a, b);
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
    case happen.GATE_OPEN:
      gateOpen(a);
      break;
    case happen.OUTLIER_TICK:
    case happen.HEALTH_CHECK:
    case happen.LEFT_OUT_END:
      watchMembers(kind, a, b);
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
      dispatchPolicy(kind, a, b);
  }
}

function dispatchPolicy(kind: number, a: number, b: number): void {
  if (kind < happen.ARRIVE_NOW) dispatchPolicyEvent(kind, a, b);
  else dispatchPolicyTransition(kind, a, b);
}

/** Executes what follows from the last event until nothing is left to do at this instant. */
export function settle(): void {
  for (;;) {
    const kind = oldest[KIND];
    if (kind === 0) return;
    const a = oldest[FIRST];
    const b = oldest[SECOND];
    dropOldest();
    dispatch(kind, a, b);
  }
}

/** Events that are counted at once, as an integer. */
const SLICE = 1 << 30;

/** Executes events up to `untilMs` or the end of draining, at most `budget`; returns how many. */
export function executeEvents(untilMs: number, budget: number): number {
  let executed = 0;
  while (executed < budget) {
    const wanted = Math.min(budget - executed, SLICE) | 0;
    for (let done = 0; done < wanted; done++) {
      if (exhausted[0] !== 0 || life[DRAINED] !== 0) return executed + done;
      const event = nextEvent(untilMs);
      if (event < 0) return executed + done;
      let kind = eventKind[event];
      let a = eventA[event];
      let b = eventB[event];
      // As in `settle`, but with one place that calls `dispatch`, which compilers then put there.
      for (;;) {
        dispatch(kind, a, b);
        kind = oldest[KIND];
        if (kind === 0) break;
        a = oldest[FIRST];
        b = oldest[SECOND];
        dropOldest();
      }
    }
    executed += wanted;
  }
  return executed;
}
