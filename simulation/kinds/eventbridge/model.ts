import type { ValuesOf } from "../define.ts";
import { PLAIN_RULES } from "../delivery-rules.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import {
  DEAD_LETTERS,
  deadLettersTo,
  doubling,
  PLAIN_QUEUE,
  plainMailbox,
} from "../mailbox-model.ts";
import { compileManagedStation } from "../station-model.ts";
import { asynchronousRules } from "../trigger-model.ts";
import type { EVENTBRIDGE_DELIVER, EVENTBRIDGE_TRIGGER, eventbridge } from "./definition.ts";

type Consumer = ValuesOf<typeof EVENTBRIDGE_DELIVER> | ValuesOf<typeof EVENTBRIDGE_TRIGGER>;

/** The age is judged when an event is to be pushed again. */
export function compile(
  input: ModelInput<ValuesOf<(typeof eventbridge)["params"]>>,
): NodeDescriptor {
  const { serviceTime, putRatePerS, latencyMs, maxAgeMs, deadLetterQueue, archiveS } = input.values;
  const queue = { ...PLAIN_QUEUE, returnsToTail: true, ttlMs: maxAgeMs, boundToEntry: true };
  return {
    primitive: "mailbox",
    station: compileManagedStation(serviceTime, putRatePerS),
    mailbox: plainMailbox({
      archive: archiveS === null ? null : { keptMs: 1000 * archiveS, replayedPerS: putRatePerS },
      queues: { [DEAD_LETTERS]: PLAIN_QUEUE },
      otherQueues: deadLetterQueue ? { ...queue, ...deadLettersTo(DEAD_LETTERS) } : queue,
      entry: "topic",
      rulesOf: (name, edge: Consumer | null) => {
        if (edge === null || name === DEAD_LETTERS) return null;
        if (!("retryMinMs" in edge)) return asynchronousRules(latencyMs, edge.attempts);
        return {
          ...PLAIN_RULES,
          pausesMs: doubling(edge.retryMinMs, edge.retryMaxMs),
          pauseJitter: edge.retryJitter,
          pushesBlindly: true,
          delayMs: latencyMs,
          deliveriesMax: edge.attempts,
        };
      },
    }),
  };
}
