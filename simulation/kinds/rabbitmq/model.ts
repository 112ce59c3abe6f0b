import type { ValuesOf } from "../define.ts";
import type { ModelInput, NodeDescriptor } from "../descriptors.ts";
import { compileBrokerStation } from "../station-model.ts";
import type { rabbitmq } from "./definition.ts";

export function compile(input: ModelInput<ValuesOf<(typeof rabbitmq)["params"]>>): NodeDescriptor {
  const { values } = input;
  return {
    primitive: "mailbox",
    station: compileBrokerStation(values),
    mailbox: {
      direct: values.exchange === "direct",
      queueLengthMax: values.queueLengthMax,
      rejectWhenFull: values.overflow === "reject-publish",
      durable: values.durable,
      deliveryLimit: values.deliveryLimit,
    },
  };
}
