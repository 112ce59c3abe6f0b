// The part of the switch that concerns patterns over brokers: replies, outboxes, lines of publishes;
// and fleets that change their size; locks of rows and what is undone.
import { lineGoes } from "../primitives/attempt.ts";
import { sampleFleet } from "../primitives/autoscale.ts";
import * as happen from "../primitives/event-kinds.ts";
import { heldGoes, lineMoved } from "../primitives/log-append.ts";
import { outboxPoll, relayAnswered, relayHandled } from "../primitives/outbox.ts";
import { nextStage } from "../primitives/plan.ts";
import { bufferFull } from "../primitives/reconnect.ts";
import { replyArrives, replyHandled } from "../primitives/reply.ts";
import {
  streamArrive,
  streamCredit,
  streamReset,
  streamSend,
} from "../primitives/rpc-stream-events.ts";
import { jobEnded } from "../primitives/schedule.ts";
import { lockGranted } from "../primitives/service.ts";
import { lockTimeout } from "../primitives/station.ts";
import { takeUpUnfinished } from "../primitives/unfinished.ts";
import { dispatchSpans } from "./span-events.ts";

function dispatchStream(kind: number, a: number, b: number): void {
  if (kind === happen.STREAM_ARRIVE) streamArrive(a, b);
  else if (kind === happen.STREAM_CREDIT) streamCredit(a, b);
  else if (kind === happen.STREAM_SEND) streamSend(a, b);
  else streamReset(a, b);
}

export function dispatchPattern(kind: number, a: number, b: number): void {
  switch (kind) {
    case happen.REPLY_ARRIVE:
      replyArrives(a);
      break;
    case happen.REPLY_HANDLED:
      replyHandled(a, b);
      break;
    case happen.LINE_GOES:
      lineGoes(a);
      break;
    case happen.LINE_MOVED:
      lineMoved(a);
      break;
    case happen.HELD_GOES:
      heldGoes(a, b);
      break;
    case happen.FLEET_SAMPLE:
      sampleFleet(a);
      break;
    case happen.OUTBOX_POLL:
      outboxPoll(a);
      break;
    case happen.RELAY_ANSWER:
      relayAnswered(a);
      break;
    case happen.RELAY_HANDLED:
      relayHandled(a, b);
      break;
    case happen.STREAM_SEND:
    case happen.STREAM_ARRIVE:
    case happen.STREAM_CREDIT:
    case happen.STREAM_RESET:
      dispatchStream(kind, a, b);
      break;
    case happen.BUFFER_FULL:
      bufferFull(a, b);
      break;
    case happen.LOCK_TIMEOUT:
      lockTimeout(a);
      break;
    case happen.LOCK_GRANTED:
      lockGranted(a, b);
      break;
    case happen.TAKE_UP:
      takeUpUnfinished(a);
      break;
    case happen.JOB_ENDED:
      jobEnded(a, b);
      break;
    case happen.CALLS_GO_ON:
      nextStage(a);
      break;
    case happen.EXPORT_DUE:
    case happen.EXPORT_FULL:
    case happen.EXPORT_AGAIN:
    case happen.EXPORT_ENDED:
    case happen.TRACES_DUE:
      dispatchSpans(kind, a, b);
      break;
    default:
      throw new Error(`No handler for event or transition ${kind}`);
  }
}
