import type { ValuesOf } from "../define.ts";
import { PLAIN_RULES } from "../delivery-rules.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { PLAIN_QUEUE, plainMailbox } from "../mailbox-model.ts";
import { compileBrokerStation, countingRepetitions } from "../station-model.ts";
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
  const { retention, maxMessages } = values;
  const isByLimits = retention === "limits";
  return {
    primitive: "mailbox",
    station: countingRepetitions(station),
    mailbox: plainMailbox({
      rememberMs: values.dedupWindowMs,
      // A second consumer of a work queue is refused; edges are members of the one there is.
      oneQueue: retention === "workqueue" ? "stream" : null,
      otherQueues: {
        ...PLAIN_QUEUE,
        readyMax: isByLimits ? null : maxMessages,
        ttlMs: values.maxAgeMs,
        boundToEntry: true,
      },
      rulesOf: (_, edge: Consumer | null) => ({
        ...PLAIN_RULES,
        leaseMs: edge?.ackWaitMs ?? null,
        leasesMs: edge?.backOffMs ?? [],
        keepsLost: true,
        inFlightMax: edge?.maxAckPending ?? null,
        newestMax: isByLimits ? maxMessages : null,
        deliveriesMax: edge?.maxDeliver ?? null,
        leavesBehind: true,
        // The server asks only whether the message is pending (nats-server 2026-08, consumer.go).
        lateSettlements: "always",
      }),
    }),
  };
}
