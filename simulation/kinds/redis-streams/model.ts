import type { ValuesOf } from "../define.ts";
import { PLAIN_RULES } from "../delivery-rules.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { PLAIN_QUEUE, plainMailbox } from "../mailbox-model.ts";
import { compileBrokerStation } from "../station-model.ts";
import type { REDIS_STREAMS_DELIVER, redisStreams } from "./definition.ts";

type Consumer = ValuesOf<typeof REDIS_STREAMS_DELIVER>;

/** Commands run one after another. Pending entries are looked through at regular times. */
export function compile(
  input: ModelInput<ValuesOf<(typeof redisStreams)["params"]>>,
): NodeDescriptor {
  const { serviceTime, maxLength, persistent } = input.values;
  return {
    primitive: "mailbox",
    station: compileBrokerStation({ serviceTime, concurrency: 1 }),
    mailbox: plainMailbox({
      otherQueues: { ...PLAIN_QUEUE, durable: persistent, boundToEntry: true },
      rulesOf: (_, edge: Consumer | null) => ({
        ...PLAIN_RULES,
        leaseMs: edge?.claimIdleMs ?? null,
        lapseEveryMs: edge?.claimEveryMs ?? null,
        keepsLost: true,
        // XACK removes an entry from the list of the group, whoever has claimed it (redis.io, XACK).
        lateSettlements: "always",
        newestMax: maxLength,
        settlesAtDelivery: edge?.noAck === true,
      }),
      pullOf: (edge: Consumer) => ({
        batch: edge.batchSize,
        waitMs: edge.waitTimeMs,
        pauseMs: edge.pollPauseMs,
      }),
    }),
  };
}
