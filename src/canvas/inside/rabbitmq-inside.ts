// RabbitMQ opened up: exchanges, queues and the bindings between them, as the file has them.
import type {
  Json,
  NodeDocument,
  ScenarioDocument,
} from "../../../simulation/scenario/document.ts";
import { parseEdgeId } from "../../../simulation/scenario/ids.ts";
import type { Subscription } from "../../store/broker-swap/sharing.ts";
import { type InsideParts, type Intake, NO_PARTS, type Outlet, type Wire } from "./inside-parts.ts";

type Loose = Readonly<Record<string, Json | undefined>>;

const DEFAULT_EXCHANGE = "amq.default";
const OWN = "";

function isRecord(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function recordsIn(value: unknown): readonly (readonly [string, Loose])[] {
  return Object.entries(isRecord(value) ? value : {}).map(
    ([name, own]) => [name, isRecord(own) ? own : {}] as const,
  );
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

const exchangeKey = (name: string): string => `exchange:${name}`;
const queueKey = (name: string): string => name;

interface Rabbit {
  readonly node: NodeDocument;
  readonly queues: readonly (readonly [string, Loose])[];
  readonly exchanges: readonly (readonly [string, Loose])[];
  readonly subscriptions: readonly Subscription[];
  readonly document: ScenarioDocument;
}

function typeOf(rabbit: Rabbit, exchange: string): string {
  if (exchange === OWN) return textOf(rabbit.node.exchange) ?? "fanout";
  if (exchange === DEFAULT_EXCHANGE) return "direct";
  const own = rabbit.exchanges.find(([name]) => name === exchange)?.[1];
  return textOf(own?.type) ?? "direct";
}

/** What a binding asks for, as it is written on its line; a fanout exchange asks for nothing. */
function bindingLabel(rabbit: Rabbit, from: string, binding: Loose, name: string): string | null {
  switch (typeOf(rabbit, from)) {
    case "fanout":
      return null;
    case "headers":
      return recordsOf(binding.headers);
    default:
      return textOf(binding.routingKey) ?? name;
  }
}

function recordsOf(headers: unknown): string {
  const pairs = Object.entries(isRecord(headers) ? headers : {});
  return pairs.length === 0 ? "any" : pairs.map(([name, value]) => `${name}=${value}`).join(" ");
}

function wiresInto(rabbit: Rabbit, to: string, name: string, bindings: unknown): readonly Wire[] {
  return recordsIn(bindings).map(([, binding]) => {
    const from = textOf(binding.exchange) ?? OWN;
    const label = bindingLabel(rabbit, from, binding, name);
    return { from: exchangeKey(from), to, label, isDead: false };
  });
}

/** Queues without bindings of their own are bound to the broker's exchange by their consumers' keys. */
function ownWires(rabbit: Rabbit, name: string): readonly Wire[] {
  const consumers = rabbit.subscriptions.filter((own) => own.name === name);
  const keys = consumers.map(
    ({ edgeId }) => textOf(rabbit.document.edges[edgeId]?.routingKey) ?? name,
  );
  const unlike = [...new Set(keys.length === 0 ? [name] : keys)];
  const label = typeOf(rabbit, OWN) === "fanout" ? null : unlike.join(", ");
  return [{ from: exchangeKey(OWN), to: queueKey(name), label, isDead: false }];
}

function deadWire(rabbit: Rabbit, name: string, queue: Loose): readonly Wire[] {
  if (!isRecord(queue.deadLetter)) return [];
  const exchange = textOf(queue.deadLetter.exchange);
  const key = textOf(queue.deadLetter.routingKey);
  const isQueue = (exchange ?? DEFAULT_EXCHANGE) === DEFAULT_EXCHANGE && key !== null;
  if (isQueue && namesOf(rabbit).includes(key)) {
    return [{ from: queueKey(name), to: queueKey(key), label: null, isDead: true }];
  }
  const to = exchangeKey(exchange ?? DEFAULT_EXCHANGE);
  return [{ from: queueKey(name), to, label: null, isDead: true }];
}

function namesOf({ queues, subscriptions }: Rabbit): readonly string[] {
  return [...new Set([...queues.map(([name]) => name), ...subscriptions.map(({ name }) => name)])];
}

function wiresOf(rabbit: Rabbit): readonly Wire[] {
  const queues = Object.fromEntries(rabbit.queues);
  const intoQueues = namesOf(rabbit).flatMap((name) => {
    const queue = queues[name] ?? {};
    const bound = isRecord(queue.bindings)
      ? wiresInto(rabbit, queueKey(name), name, queue.bindings)
      : ownWires(rabbit, name);
    return [...bound, ...deadWire(rabbit, name, queue)];
  });
  const intoExchanges = rabbit.exchanges.flatMap(([name, { bindings, alternate }]) => {
    const other = textOf(alternate);
    const otherwise =
      other === null
        ? []
        : [{ from: exchangeKey(name), to: exchangeKey(other), label: null, isDead: true }];
    return [...wiresInto(rabbit, exchangeKey(name), name, bindings), ...otherwise];
  });
  return [...intoQueues, ...intoExchanges];
}

function outletOf(rabbit: Rabbit, name: string): Outlet {
  const queue = Object.fromEntries(rabbit.queues)[name] ?? {};
  const { node } = rabbit;
  const own = rabbit.subscriptions.filter((subscription) => subscription.name === name);
  const bound = queue.queueLengthMax ?? node.queueLengthMax;
  const isDead = own.some((subscription) => subscription.isDead);
  const isTarget = wiresOf(rabbit).some((wire) => wire.isDead && wire.to === queueKey(name));
  return {
    key: queueKey(name),
    title: name,
    detail: (queue.type ?? node.queueType) === "quorum" ? "quorum" : "",
    isDead: isDead || isTarget,
    bound: typeof bound === "number" ? bound : null,
    edgeIds: own.map(({ edgeId }) => edgeId),
  };
}

const TITLE = "Exchange";

export function rabbitmqInside(
  document: ScenarioDocument,
  id: string,
  node: NodeDocument,
  subscriptions: readonly Subscription[],
): InsideParts {
  const rabbit: Rabbit = {
    ...{ document, node, subscriptions },
    queues: recordsIn(node.queues),
    exchanges: recordsIn(node.exchanges),
  };
  const wires = wiresOf(rabbit);
  const entries = new Map<string, string>();
  for (const [edgeId, edge] of Object.entries(document.edges)) {
    if (parseEdgeId(edgeId)?.to !== id) continue;
    entries.set(edgeId, exchangeKey(textOf(edge.exchange) ?? OWN));
  }
  const isUsed = (name: string): boolean =>
    [...entries.values()].includes(exchangeKey(name)) ||
    wires.some(({ from, to }) => from === exchangeKey(name) || to === exchangeKey(name));
  const intake = (name: string, title: string): Intake => ({
    key: exchangeKey(name),
    title,
    detail: typeOf(rabbit, name),
  });
  return {
    ...NO_PARTS,
    intakeNoun: "exchanges",
    intakes: [
      ...(isUsed(OWN) || rabbit.exchanges.length === 0 ? [intake(OWN, TITLE)] : []),
      ...rabbit.exchanges.map(([name]) => intake(name, name)),
      ...(isUsed(DEFAULT_EXCHANGE) ? [intake(DEFAULT_EXCHANGE, DEFAULT_EXCHANGE)] : []),
    ],
    outlets: namesOf(rabbit).map((name) => outletOf(rabbit, name)),
    wires,
    entries,
  };
}
