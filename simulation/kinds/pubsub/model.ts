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
import type { PUBSUB_DELIVER, pubsub } from "./definition.ts";

type Consumer = ValuesOf<typeof PUBSUB_DELIVER>;

/** Redelivery goes by the retry policy after a nack and after the end of a deadline alike. */
export function compile(input: ModelInput<ValuesOf<(typeof pubsub)["params"]>>): NodeDescriptor {
  const { serviceTime, retentionMs, orderingKeys } = input.values;
  const queue = { ...PLAIN_QUEUE, returnsToTail: true, ttlMs: retentionMs };
  return {
    primitive: "mailbox",
    station: compileManagedStation(serviceTime, null),
    mailbox: plainMailbox({
      queues: { [DEAD_LETTERS]: queue },
      otherQueues: { ...queue, ...deadLettersTo(DEAD_LETTERS), boundToEntry: true },
      rulesOf: (_, edge: Consumer | null) => ({
        ...PLAIN_RULES,
        leaseMs: edge?.ackDeadlineMs ?? null,
        extendMs: edge?.extendMs ?? null,
        keepsLost: true,
        expiredAreGone: true,
        pausesMs: edge?.retryMinMs == null ? [] : doubling(edge.retryMinMs, edge.retryMaxMs),
        deliveriesMax: edge?.deliveryAttempts ?? null,
        confirmsAcks: edge?.exactlyOnce ?? false,
        groups: edge?.ordering === true ? orderingKeys : 0,
      }),
    }),
  };
}
