import type { ValuesOf } from "../define.ts";
import { PLAIN_RULES } from "../delivery-rules.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { PLAIN_QUEUE, plainMailbox } from "../mailbox-model.ts";
import { compileBrokerStation } from "../station-model.ts";
import type { NATS_DELIVER, nats } from "./definition.ts";

type Values = ValuesOf<(typeof nats)["params"]>;
type Consumer = ValuesOf<typeof NATS_DELIVER>;

/** Core keeps nothing and picks who gets a message at random; nobody answers for it. */
export function compile(input: ModelInput<Values>): NodeDescriptor {
  const { values } = input;
  const station = compileBrokerStation(values);
  if (values.storage === "core") {
    const queue = { ...PLAIN_QUEUE, readyMax: 0, durable: false, boundToEntry: true };
    const overflow = values.whenNobody === "drop" ? "drop-head" : "reject-publish";
    return {
      primitive: "mailbox",
      station,
      mailbox: plainMailbox({
        otherQueues: { ...queue, overflow },
        rulesOf: () => ({ ...PLAIN_RULES, drawsConsumer: true, settlesAtDelivery: true }),
      }),
    };
  }
  return {
    primitive: "mailbox",
    station,
    mailbox: plainMailbox({
      otherQueues: {
        ...PLAIN_QUEUE,
        ttlMs: values.maxAgeMs,
        boundToEntry: true,
      },
      rulesOf: (_, edge: Consumer | null) => ({
        ...PLAIN_RULES,
        leaseMs: edge?.ackWaitMs ?? null,
        leasesMs: edge?.backOffMs ?? [],
        keepsLost: true,
        inFlightMax: edge?.maxAckPending ?? null,
        newestMax: values.maxMessages,
        deliveriesMax: edge?.maxDeliver ?? null,
        leavesBehind: true,
      }),
    }),
  };
}
