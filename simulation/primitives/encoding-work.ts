// What reading and writing messages adds to the service of an attempt.
import { CARRIES, parcels } from "./parcel-rows.ts";
import { attempts } from "./rows.ts";
import { callingWork, wires } from "./wire-rows.ts";

/** Of its own messages, each of a parcel, and of those of the calls that it makes: ms at speed 1. */
export function encodingWork(attempt: number): number {
  const own = wires.workMs[attempts.edge[attempt]];
  const isParcel = (attempts.flags[attempt] & CARRIES) !== 0;
  const incoming = isParcel ? own * parcels.count[attempts.message[attempt]] : own;
  return incoming + callingWork.workMs[attempts.operation[attempt]];
}
