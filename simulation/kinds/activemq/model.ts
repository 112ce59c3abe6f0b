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
import { compileBrokerStation } from "../station-model.ts";
import type { ACTIVEMQ_DELIVER, activemq } from "./definition.ts";

type Consumer = ValuesOf<typeof ACTIVEMQ_DELIVER>;

// Redelivery counters stand in the broker's memory and go up when a connection is lost or a client
// rolls back; a broker that starts again reads messages without them (apache/activemq 2026-08:
// Queue.removeSubscription; persistJMSRedelivered, off by default, would keep a mark and no count).

/** `backOffMultiplier` of the redelivery policy, and the pause after which it grows no more, ms. */
const MULTIPLIER = 5;
const LONGEST_MS = 86_400_000;

export function compile(input: ModelInput<ValuesOf<(typeof activemq)["params"]>>): NodeDescriptor {
  const { values } = input;
  const isTopic = values.destination === "topic";
  const queue = { ...PLAIN_QUEUE, durable: values.persistent };
  return {
    primitive: "mailbox",
    station: compileBrokerStation(values),
    mailbox: plainMailbox({
      queues: { [DEAD_LETTERS]: queue },
      // A dead letter is stored before its message is removed, so a crash in between loses none.
      otherQueues: {
        ...queue,
        ...deadLettersTo(DEAD_LETTERS, values.persistent),
        boundToEntry: true,
      },
      storedMax: values.memoryLimit,
      oneQueue: isTopic ? null : "queue",
      rulesOf: (name, edge: Consumer | null) =>
        edge === null || name === DEAD_LETTERS
          ? null
          : {
              ...PLAIN_RULES,
              redeliveredByConsumer: true,
              pausesMs: edge.exponentialBackOff
                ? doubling(edge.redeliveryDelayMs, LONGEST_MS, MULTIPLIER)
                : [edge.redeliveryDelayMs],
              deliveriesMax:
                edge.maximumRedeliveries === null ? null : edge.maximumRedeliveries + 1,
              needsListener: isTopic && !edge.durable,
            },
    }),
  };
}
