// Which queues a message reaches through the exchanges of its broker, as in AMQP 0-9-1 with
// RabbitMQ's additions: bindings between exchanges, alternate exchanges, headers with x-match. A
// queue gets one copy however many bindings lead to it.
import type { HeaderValue } from "../kinds/define.ts";
import type {
  BindingDescriptor,
  ExchangeDescriptor,
  MailboxDescriptor,
  QueueDescriptor,
} from "../kinds/descriptors.ts";
import type { ResolvedEdge, ResolvedScenario } from "../scenario/document.ts";
import type { Publishing } from "./publishing.ts";

interface PublishedOperation {
  readonly name: string;
  readonly publishing: Publishing;
}

/** What routing looks at. */
export interface Routed {
  readonly key: string;
  readonly headers: Readonly<Record<string, HeaderValue>>;
}

export interface RoutingTable {
  readonly exchanges: Readonly<Record<string, ExchangeDescriptor>>;
  /** The exchange whose key is the queue's name. */
  readonly byName: string;
  readonly queues: ReadonlySet<string>;
}

/** Names of the queues that a message to an exchange reaches, each once, in code-point order. */
export function routeOf(table: RoutingTable, exchange: string, message: Routed): string[] {
  const reached = new Set<string>();
  const seen = new Set<string>();
  const open = [exchange];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (name === table.byName) {
      if (table.queues.has(message.key)) reached.add(message.key);
      continue;
    }
    const from = table.exchanges[name];
    if (from === undefined) continue;
    const taken = from.bindings.filter((binding) => takes(from.type, binding, message));
    for (const { to } of taken) {
      if ("queue" in to) reached.add(to.queue);
      else open.push(to.exchange);
    }
    if (taken.length === 0 && from.alternate !== null) open.push(from.alternate);
  }
  return [...reached].sort();
}

function takes(
  type: ExchangeDescriptor["type"],
  binding: BindingDescriptor,
  message: Routed,
): boolean {
  switch (type) {
    case "fanout":
      return true;
    case "direct":
      return binding.key === message.key;
    case "topic":
      return matchesTopic(wordsOf(binding.key), wordsOf(message.key));
    case "headers":
      return matchesHeaders(binding, message.headers);
  }
}

/** The empty key has no words; others are split at every dot, so that words may be empty. */
function wordsOf(key: string): readonly string[] {
  return key === "" ? [] : key.split(".");
}

/** `*` stands for one word, `#` for any number of them. */
function matchesTopic(pattern: readonly string[], words: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return words.length === 0;
  if (first === "#") {
    return words.some((_, at) => matchesTopic(rest, words.slice(at))) || matchesTopic(rest, []);
  }
  return (
    words.length > 0 && (first === "*" || first === words[0]) && matchesTopic(rest, words.slice(1))
  );
}

/** Names that begin with x- count only where the binding says so; 1 and "1" differ. */
function matchesHeaders(
  { match, headers }: BindingDescriptor,
  given: Readonly<Record<string, HeaderValue>>,
): boolean {
  const withX = match === "all-with-x" || match === "any-with-x";
  const asked = Object.entries(headers).filter(([name]) => withX || !name.startsWith("x-"));
  const fits = ([name, value]: [string, HeaderValue]): boolean =>
    Object.hasOwn(given, name) && given[name] === value;
  return match === "all" || match === "all-with-x" ? asked.every(fits) : asked.some(fits);
}

/** The exchanges of a broker with the bindings of queues that are bound to its entry. */
export function routingTableOf(
  { exchanges, entry, byName }: MailboxDescriptor,
  queues: readonly { readonly name: string; readonly keys: readonly string[] }[],
): RoutingTable {
  const own = queues.flatMap(({ name, keys }) =>
    keys.map((key) => ({ to: { queue: name }, key, match: "all" as const, headers: {} })),
  );
  const into = exchanges[entry];
  const complete =
    into === undefined
      ? exchanges
      : { ...exchanges, [entry]: { ...into, bindings: [...into.bindings, ...own] } };
  return { exchanges: complete, byName, queues: new Set(queues.map(({ name }) => name)) };
}

/** Routing keys of the consumers of a queue, its name where none says any. */
export function keysOf(name: string, consumers: readonly ResolvedEdge[]): readonly string[] {
  const keys = consumers.map(({ values }) => (values.routingKey as string | null) ?? name);
  return keys.length === 0 ? [name] : [...new Set(keys)];
}

/** A broker's queues and how they are bound to its entry, in the order of their names. */
export function boundQueuesOf(
  scenario: ResolvedScenario,
  broker: string,
  mailbox: MailboxDescriptor,
): readonly { readonly name: string; readonly keys: readonly string[] }[] {
  const consumers = scenario.edges.filter(
    ({ sort, from }) => sort === "deliver" && from === broker,
  );
  const nameOf = ({ values, to }: ResolvedEdge): string => String(values.queue ?? to);
  const names = new Set([...Object.keys(mailbox.queues), ...consumers.map(nameOf)]);
  return [...names].sort().map((name) => {
    const { boundToEntry } = queueOf(mailbox, name);
    const own = consumers.filter((edge) => nameOf(edge) === name);
    return { name, keys: boundToEntry ? keysOf(name, own) : [] };
  });
}

/** What holds for a queue, whether the broker or only a consumer names it. */
export function queueOf(mailbox: MailboxDescriptor, name: string): QueueDescriptor {
  const own = Object.hasOwn(mailbox.queues, name) ? mailbox.queues[name] : undefined;
  return own ?? mailbox.otherQueues;
}

/** What routing looks at in a message of an operation. */
export function routedBy({ name, publishing }: PublishedOperation): Routed {
  return { key: publishing.routingKey ?? name, headers: publishing.headers };
}

/** Queues that get a copy of what an operation of a broker publishes; dead letters apart. */
export function queuesReached(
  scenario: ResolvedScenario,
  broker: string | undefined,
  mailbox: MailboxDescriptor,
  operation: PublishedOperation,
): readonly string[] {
  const table = routingTableOf(mailbox, boundQueuesOf(scenario, broker ?? "", mailbox));
  return routeOf(table, operation.publishing.exchange ?? mailbox.entry, routedBy(operation));
}
