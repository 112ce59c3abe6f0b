import type { ValuesOf } from "../define.ts";
import type {
  BindingDescriptor,
  ExchangeDescriptor,
  ModelInput,
  NodeDescriptor,
  QueueDescriptor,
} from "../descriptors.ts";
import { compileBrokerStation } from "../station-model.ts";
import type { rabbitmq } from "./definition.ts";

type Values = ValuesOf<(typeof rabbitmq)["params"]>;
type Queue = Values["queues"][string];
type Bindings = Values["exchanges"][string]["bindings"];

/** The exchange that the node's own parameter describes, and AMQP's default exchange. */
const OWN_EXCHANGE = "";
const DEFAULT_EXCHANGE = "amq.default";

/** RabbitMQ documentation (2026-08), quorum queues: since 4.0, unlimited before. */
const DELIVERY_LIMIT = 20;

function returnsMaxOf(values: Values, type: Queue["type"], own: number | null): number | null {
  // Classic queues count nothing.
  if (type !== "quorum") return null;
  const limit = own ?? values.deliveryLimit ?? (values.version === "3.x" ? null : DELIVERY_LIMIT);
  return limit === -1 ? null : limit;
}

/**
 * RabbitMQ documentation, quorum queues: before 4.0 no priorities; up to 4.2 those above 4 are high, of
 * which two go for each other one; from 4.3 on 0 to 31, strictly. The ratio of 2 to 1 is stated in
 * https://www.rabbitmq.com/docs/priority (2026-08), which tells 4.3 from earlier versions.
 */
function prioritiesOf(
  { version }: Values,
  type: Queue["type"],
  own: number | null,
): Pick<QueueDescriptor, "priorityMax" | "favors"> {
  if (type !== "quorum") return { priorityMax: own ?? 0, favors: null };
  if (version === "3.x") return { priorityMax: 0, favors: null };
  return version === "4.0"
    ? { priorityMax: 1, favors: { above: 4, turns: 2 } }
    : { priorityMax: 31, favors: null };
}

function queueOf(values: Values, own: Partial<Queue>): QueueDescriptor {
  const type = own.type ?? values.queueType;
  const { deadLetter = null } = own;
  return {
    readyMax: own.queueLengthMax ?? values.queueLengthMax,
    overflow: own.overflow ?? values.overflow,
    durable: type === "quorum" || (own.durable ?? values.durable),
    replicated: type === "quorum",
    returnsMax: returnsMaxOf(values, type, own.deliveryLimit ?? null),
    returnsToTail: type === "quorum",
    countsGivenBack: values.version !== "4.3",
    ttlMs: own.ttlMs ?? null,
    ...prioritiesOf(values, type, own.maxPriority ?? null),
    singleActive: own.singleActiveConsumer ?? false,
    deadLetter:
      deadLetter === null
        ? null
        : {
            exchange: deadLetter.exchange ?? DEFAULT_EXCHANGE,
            routingKey: deadLetter.routingKey,
            waits:
              type === "quorum" &&
              deadLetter.strategy === "at-least-once" &&
              (own.overflow ?? values.overflow) === "reject-publish",
          },
    boundToEntry: (own.bindings ?? null) === null,
  };
}

/** Messages that fit below the watermark. */
function storedMaxOf({ memoryMb, memoryWatermark, messageKb }: Values): number | null {
  return memoryMb === null
    ? null
    : Math.max(1, Math.floor((memoryMb * 1000 * memoryWatermark) / messageKb));
}

/** Bindings by the exchange that they lead from. */
function bindingsFrom(
  from: string,
  name: string,
  to: BindingDescriptor["to"],
  bindings: Bindings | null | undefined,
): BindingDescriptor[] {
  return Object.values(bindings ?? {})
    .filter(({ exchange }) => (exchange ?? OWN_EXCHANGE) === from)
    .map(({ routingKey, match, headers }) => ({ to, key: routingKey ?? name, match, headers }));
}

function exchangeOf(
  values: Values,
  name: string,
  type: ExchangeDescriptor["type"],
  alternate: string | null,
): ExchangeDescriptor {
  return {
    type,
    alternate,
    bindings: [
      ...Object.entries(values.queues).flatMap(([queue, { bindings }]) =>
        bindingsFrom(name, queue, { queue }, bindings),
      ),
      ...Object.entries(values.exchanges).flatMap(([exchange, { bindings }]) =>
        bindingsFrom(name, exchange, { exchange }, bindings),
      ),
    ],
  };
}

export function compile({ values }: ModelInput<Values>): NodeDescriptor {
  const more = Object.entries(values.exchanges).map(
    ([name, { type, alternate }]) => [name, exchangeOf(values, name, type, alternate)] as const,
  );
  return {
    primitive: "mailbox",
    station: compileBrokerStation({ ...values, instances: values.replicas }),
    mailbox: {
      cluster: {
        replicas: values.quorumSize,
        flushTime: values.flushTime,
        networkMs: values.clusterNetworkMs,
        failoverMs: values.failoverMs,
      },
      storedMax: storedMaxOf(values),
      queues: Object.fromEntries(
        Object.entries(values.queues).map(([name, own]) => [name, queueOf(values, own)]),
      ),
      otherQueues: queueOf(values, {}),
      exchanges: {
        ...Object.fromEntries(more),
        [OWN_EXCHANGE]: exchangeOf(values, OWN_EXCHANGE, values.exchange, null),
      },
      entry: OWN_EXCHANGE,
      byName: DEFAULT_EXCHANGE,
    },
  };
}
