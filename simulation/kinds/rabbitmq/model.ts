import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor, QueueDescriptor } from "../descriptors.ts";
import { compileBrokerStation } from "../station-model.ts";
import type { rabbitmq } from "./definition.ts";

/** The exchange that the node's own parameter describes, and AMQP's default exchange. */
const OWN_EXCHANGE = "";
const DEFAULT_EXCHANGE = "amq.default";

export function compile(input: ModelInput<ValuesOf<(typeof rabbitmq)["params"]>>): NodeDescriptor {
  const { values } = input;
  const queue: QueueDescriptor = {
    readyMax: values.queueLengthMax,
    overflow: values.overflow,
    durable: values.durable,
    returnsMax: values.deliveryLimit === null ? null : values.deliveryLimit - 1,
    returnsToTail: false,
    ttlMs: null,
    priorityMax: 0,
    singleActive: false,
    deadLetter: null,
    boundToEntry: true,
  };
  return {
    primitive: "mailbox",
    station: compileBrokerStation(values),
    mailbox: {
      queues: {},
      otherQueues: queue,
      exchanges: { [OWN_EXCHANGE]: { type: values.exchange, alternate: null, bindings: [] } },
      entry: OWN_EXCHANGE,
      byName: DEFAULT_EXCHANGE,
    },
  };
}
