// When a message that fails every time is delivered again, and where it ends: per product, from the
// values in force.
import type { KindDefinition, ParamSet } from "../../../simulation/kinds/define.ts";

type Values = Readonly<Record<string, unknown>>;

export interface Redeliveries {
  /** From a failure to the next delivery, ms; the last one repeats. Empty: it is not delivered again. */
  readonly pausesMs: readonly number[];
  /** Deliveries in all; null: no end. */
  readonly most: number | null;
  /** What becomes of it then. */
  readonly end: string;
}

interface Reading {
  /** Of the broker, and of the edge. */
  readonly node: (name: string) => unknown;
  readonly edge: (name: string) => unknown;
}

const DEAD = "dead letter";
const DROPPED = "dropped";

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

function limitOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

/** Pauses that grow by a factor up to the longest. */
function growing(firstMs: number, mostMs: number, factor: number): readonly number[] {
  const pauses = [Math.min(firstMs, mostMs)];
  while (firstMs > 0 && (pauses.at(-1) ?? mostMs) < mostMs && pauses.length < 24) {
    pauses.push(Math.min(mostMs, (pauses.at(-1) ?? mostMs) * factor));
  }
  return pauses;
}

const once = (end: string): Redeliveries => ({ pausesMs: [], most: 1, end });

const SNS_PAUSES: Readonly<Record<string, Omit<Redeliveries, "end">>> = {
  aws: { pausesMs: [0, 0, 0, 1000, 1000, 1000], most: 100_016 },
  http: { pausesMs: [20_000], most: 4 },
  sms: { pausesMs: [10_000, 10_000, 10_000], most: 51 },
};

/** A platform repeats invocations of a function. */
function repeated({ node, edge }: Reading): Redeliveries {
  const end = node("deadLetterQueue") === true ? DEAD : DROPPED;
  return { pausesMs: [60_000, 120_000], most: limitOf(edge("attempts")), end };
}

const BY_KIND: Readonly<Record<string, (reading: Reading) => Redeliveries | null>> = {
  sqs: ({ node, edge }) => {
    const pause = edge("onFailure") === "release" ? 0 : numberOf(node("visibilityTimeoutMs"), 0);
    return { pausesMs: [pause], most: limitOf(node("maxReceiveCount")), end: DEAD };
  },
  sns: ({ node, edge }) => {
    if (edge("retries") === undefined) return repeated({ node, edge });
    const plan = SNS_PAUSES[String(edge("retries"))];
    return plan ? { ...plan, end: node("deadLetterQueue") === true ? DEAD : DROPPED } : null;
  },
  eventbridge: ({ node, edge }) => {
    if (edge("retryMinMs") === undefined) return repeated({ node, edge });
    return {
      pausesMs: growing(numberOf(edge("retryMinMs"), 0), numberOf(edge("retryMaxMs"), 0), 2),
      most: limitOf(edge("attempts")),
      end: node("deadLetterQueue") === true ? DEAD : DROPPED,
    };
  },
  pubsub: ({ edge }) => {
    const first = limitOf(edge("retryMinMs"));
    const lease = edge("onFailure") === "wait" ? numberOf(edge("ackDeadlineMs"), 0) : 0;
    const pauses = first === null ? [0] : growing(first, numberOf(edge("retryMaxMs"), first), 2);
    return {
      pausesMs: pauses.map((pause) => pause + lease),
      most: limitOf(edge("deliveryAttempts")),
      end: DEAD,
    };
  },
  activemq: ({ edge }) => {
    if (edge("onFailure") === "drop") return once(DROPPED);
    const first = numberOf(edge("redeliveryDelayMs"), 0);
    const most = limitOf(edge("maximumRedeliveries"));
    const isGrowing = edge("exponentialBackOff") === true;
    return {
      pausesMs: isGrowing ? growing(first, 86_400_000, 5) : [first],
      most: most === null ? null : most + 1,
      end: DEAD,
    };
  },
  nats: ({ node, edge }) => {
    if (node("storage") === "core") return null;
    const how = edge("onFailure");
    if (how === "term") return once("given up");
    const waits = edge("backOffMs");
    const listed = Array.isArray(waits) && waits.length > 0 ? waits.map(Number) : null;
    const pauses = how === "nak" ? [0] : (listed ?? [numberOf(edge("ackWaitMs"), 0)]);
    return { pausesMs: pauses, most: limitOf(edge("maxDeliver")), end: "left behind" };
  },
  "redis-streams": ({ edge }) => {
    if (edge("noAck") === true || edge("onFailure") === "drop") return once(DROPPED);
    const idle = limitOf(edge("claimIdleMs"));
    return idle === null ? once("stays pending") : { pausesMs: [idle], most: null, end: DEAD };
  },
  kafka: ({ edge }) => ({
    pausesMs: [numberOf(edge("retryBackoffMs"), 0)],
    most: numberOf(edge("retries"), 0) + 1,
    end:
      { skip: "skipped", deadLetter: DEAD, stop: "consumer stops" }[String(edge("onFailure"))] ??
      DROPPED,
  }),
};

/** Null where the product has no such rule, or another place says it. */
export function redeliveriesOf(
  broker: KindDefinition,
  brokerValues: Values,
  params: ParamSet,
  edge: Values,
): Redeliveries | null {
  const read = (from: ParamSet, values: Values) => (name: string) =>
    values[name] === undefined ? from[name]?.default : values[name];
  const reading = { node: read(broker.params, brokerValues), edge: read(params, edge) };
  return BY_KIND[broker.id]?.(reading) ?? null;
}

/** The pause before the delivery of a number, 2 and up. */
export function pauseBefore({ pausesMs }: Redeliveries, delivery: number): number {
  return pausesMs[Math.min(delivery - 2, pausesMs.length - 1)] ?? 0;
}
