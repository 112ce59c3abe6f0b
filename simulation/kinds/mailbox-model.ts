// How kinds whose queues differ by delivery rather than by routing compile to a mailbox.
import type { DeliveryRules, PullDescriptor } from "./delivery-rules.ts";
import type { ExchangeDescriptor, MailboxDescriptor, QueueDescriptor } from "./descriptors.ts";

/** A queue that keeps everything for as long as it takes. */
export const PLAIN_QUEUE: QueueDescriptor = {
  readyMax: null,
  overflow: "drop-head",
  durable: true,
  replicated: false,
  returnsMax: null,
  returnsToTail: false,
  countsGivenBack: true,
  ttlMs: null,
  priorityMax: 0,
  singleActive: false,
  deadLetter: null,
  boundToEntry: false,
};

const ENTRY = "entry";
/** Exchange that routes by the name of a queue; dead letters go through it. */
export const BY_NAME = "";

interface PlainMailbox<Edge> {
  readonly queues?: Readonly<Record<string, QueueDescriptor>>;
  /** What holds for queues that only consumers name. */
  readonly otherQueues?: QueueDescriptor;
  /** Queues that get everything, beside those that are bound by their consumers. */
  readonly into?: readonly string[];
  readonly entry?: ExchangeDescriptor["type"];
  /** Messages in all queues from which on publishers have to wait; null: any number. */
  readonly storedMax?: number | null;
  /** How long the id of a publish is remembered, ms. */
  readonly rememberMs?: number | null;
  readonly archive?: MailboxDescriptor["archive"];
  /** The queue of all consumers, except of those that name one of `queues`; null: each its own. */
  readonly oneQueue?: string | null;
  /** By the name of the queue and the values of its first consumer edge, if it has any. */
  readonly rulesOf?: (name: string, edge: Edge | null) => DeliveryRules | null;
  /** By the values of a consumer edge. */
  readonly pullOf?: (edge: Edge) => PullDescriptor | null;
}

export function plainMailbox<Edge>(given: PlainMailbox<Edge>): MailboxDescriptor {
  const bindings = (given.into ?? []).map((queue) => ({
    to: { queue },
    key: "",
    match: "all" as const,
    headers: {},
  }));
  return {
    cluster: { replicas: 1, flushTime: 0, networkMs: 0, failoverMs: 0 },
    storedMax: given.storedMax ?? null,
    rememberMs: given.rememberMs ?? null,
    archive: given.archive ?? null,
    queues: given.queues ?? {},
    otherQueues: given.otherQueues ?? { ...PLAIN_QUEUE, boundToEntry: true },
    exchanges: { [ENTRY]: { type: given.entry ?? "fanout", alternate: null, bindings } },
    entry: ENTRY,
    byName: BY_NAME,
    oneQueue: given.oneQueue ?? null,
    rulesOf: (given.rulesOf ?? (() => null)) as NonNullable<MailboxDescriptor["rulesOf"]>,
    pullOf: (given.pullOf ?? (() => null)) as NonNullable<MailboxDescriptor["pullOf"]>,
  };
}

/** The queue of dead letters, where a kind has one for all its queues. */
export const DEAD_LETTERS = "dead-letters";

/** Dead messages go to a queue of the same broker; `waits`: they leave their own once that has them. */
export function deadLettersTo(queue: string, waits = false): Pick<QueueDescriptor, "deadLetter"> {
  return { deadLetter: { exchange: BY_NAME, routingKey: queue, waits } };
}

/** Pauses that double from one length up to another, ms; none grows from nothing. */
export function doubling(firstMs: number, mostMs: number, factor = 2): readonly number[] {
  if (firstMs === 0) return [0];
  const pauses = [Math.min(firstMs, mostMs)];
  for (let pause = firstMs * factor; pause < mostMs; pause *= factor) pauses.push(pause);
  if (firstMs < mostMs) pauses.push(mostMs);
  return pauses;
}
