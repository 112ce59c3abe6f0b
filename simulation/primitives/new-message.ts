// A message as its publish, or its death in another queue, makes it.
import { allocateRow } from "../core/memory.ts";
import { envelopes } from "./envelope-rows.ts";
import { messages } from "./mailbox-rows.ts";
import { holdRequest } from "./request.ts";

/** A message that is in no queue yet. `flags`: whether the publish was a retry. */
export function newMessage(
  request: number,
  envelope: number,
  number: number,
  flags: number,
): number {
  const message = allocateRow(messages.marks, messages.next, messages.cap);
  holdRequest(request);
  messages.request[message] = request;
  messages.envelope[message] = envelope;
  messages.number[message] = number;
  messages.deaths[message] = 0;
  messages.effect[message] = 0;
  messages.held[message] = 0;
  messages.returns[message] = 0;
  messages.strikes[message] = 0;
  messages.safeAt[message] = envelopes.transient[envelope] === 1 ? Infinity : 0;
  messages.flags[message] = flags;
  return message;
}
