// What happens to calls that wait for a policy of their caller, are cut off by a deadline, or have
// connections and hedges;
// everything else is left to the brokers.

import { cacheErrand } from "../primitives/cache-errands.ts";
import { attemptResumed, callResumed, deadlineReached, waitOver } from "../primitives/call.ts";
import { tokenReady } from "../primitives/call-guards.ts";
import { environmentsIdle } from "../primitives/environments.ts";
import * as happen from "../primitives/event-kinds.ts";
import { hedgeDue } from "../primitives/flight.ts";
import { flightEnded, flightTimeout } from "../primitives/flight-events.ts";
import { connected, idleClose } from "../primitives/pool.ts";
import { comeBack, heartbeatMissed } from "../primitives/reconnect.ts";
import { batchDue } from "../primitives/schedule.ts";
import { requestDeadline } from "../primitives/source.ts";
import { fetched } from "../primitives/station.ts";
import { upgradeChecked } from "../primitives/upgrade-verdict.ts";
import * as brokers from "./brokers.ts";

export function dispatchPolicyEvent(kind: number, a: number, b: number): void {
  switch (kind) {
    case happen.WAIT_OVER:
      waitOver(a);
      break;
    case happen.DEADLINE:
      if (b === 0) deadlineReached(a);
      else requestDeadline(a);
      break;
    case happen.TOKEN_READY:
      tokenReady(a);
      break;
    case happen.BATCH_DUE:
      batchDue(a, b);
      break;
    case happen.CACHE_ERRAND:
      cacheErrand(a, b);
      break;
    case happen.HEDGE_DUE:
      hedgeDue(a, b);
      break;
    case happen.CONNECTED:
      connected(a);
      break;
    case happen.IDLE_CLOSE:
      idleClose(a);
      break;
    case happen.UPGRADE_CHECKED:
      upgradeChecked(a, b);
      break;
    case happen.RECONNECT:
      comeBack(a);
      break;
    case happen.HEARTBEAT_MISSED:
      heartbeatMissed(a, b);
      break;
    case happen.ENVIRONMENTS_IDLE:
      environmentsIdle(a);
      break;
    case happen.FLIGHT_TIMEOUT:
      flightTimeout(a);
      break;
    default:
      brokers.dispatchBrokerEvent(kind, a, b);
  }
}

export function dispatchPolicyTransition(kind: number, a: number, b: number): void {
  switch (kind) {
    case happen.CALL_RESUMED:
      callResumed(a);
      break;
    case happen.ATTEMPT_RESUMED:
      attemptResumed(a);
      break;
    case happen.FETCHED:
      fetched(a, b);
      break;
    case happen.FLIGHT_ENDED:
      flightEnded(a, b);
      break;
    default:
      brokers.dispatchBrokerTransition(kind, a, b);
  }
}
