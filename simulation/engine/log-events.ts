// The part of the switch that concerns clusters of logs and their members beyond plain polling, and
// parcels of calls.
import * as happen from "../primitives/event-kinds.ts";
import { retryRecord } from "../primitives/log.ts";
import { pollOverdue } from "../primitives/log-group.ts";
import { brokerFenced, replicaBack, replicated } from "../primitives/log-replica.ts";
import { retentionDue } from "../primitives/log-retention.ts";
import { parcelDue, parcelEnded, parcelTick } from "../primitives/parcel.ts";
import { dispatchPattern } from "./pattern-events.ts";

export function dispatchLogTransition(kind: number, a: number, b: number): void {
  if (kind === happen.PARCEL_ENDED) parcelEnded(a, b);
  else dispatchPattern(kind, a, b);
}

export function dispatchLogEvent(kind: number, a: number, b: number): void {
  switch (kind) {
    case happen.REPLICATED:
      replicated(a, b);
      break;
    case happen.BROKER_FENCED:
      brokerFenced(a, b);
      break;
    case happen.REPLICA_BACK:
      replicaBack(a, b);
      break;
    case happen.RETENTION_DUE:
      retentionDue(a, b);
      break;
    case happen.POLL_OVERDUE:
      pollOverdue(a);
      break;
    case happen.RECORD_RETRY:
      retryRecord(a);
      break;
    case happen.PARCEL_DUE:
      parcelDue(a);
      break;
    case happen.PARCEL_TICK:
      parcelTick(a);
      break;
    default:
      throw new Error(`No handler for event ${kind}`);
  }
}
