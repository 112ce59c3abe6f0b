// Who shares messages with whom: consumers of one queue, subscription or group compete, of several
// each gets a copy; one of them may hold dead letters. Read from one product, written for another.
import type {
  EdgeDocument,
  Json,
  NodeDocument,
  ScenarioDocument,
} from "../../../simulation/scenario/document.ts";
import { parseEdgeId } from "../../../simulation/scenario/ids.ts";

export interface Subscription {
  readonly edgeId: string;
  readonly consumer: string;
  /** Of the queue, subscription or group. */
  readonly name: string;
  readonly isDead: boolean;
}

export interface Sharing {
  readonly subscriptions: readonly Subscription[];
  /** Messages that fail too often are put aside. */
  readonly keepsDead: boolean;
}

/** What products that have one call the queue of dead letters. */
export const DEAD_LETTERS = "dead-letters";
const MAIN = "main";

/** The parameter of a consumer edge that names what it takes from. */
const NAMED_BY: Readonly<Record<string, string>> = {
  kafka: "group",
  "event-store": "group",
  "redis-streams": "group",
};

export function namedBy(kind: string): string {
  return NAMED_BY[kind] ?? "queue";
}

type Loose = Readonly<Record<string, Json | undefined>>;

function isRecord(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Queues of a RabbitMQ broker that its queues send their dead letters to by name. */
function deadQueuesOf(node: NodeDocument): ReadonlySet<string> {
  const queues = isRecord(node.queues) ? Object.values(node.queues) : [];
  const keys = queues.map((queue) => {
    const dead = isRecord(queue) && isRecord(queue.deadLetter) ? queue.deadLetter : {};
    return dead.exchange == null ? dead.routingKey : undefined;
  });
  return new Set(keys.filter((key) => typeof key === "string"));
}

function keepsDead(node: NodeDocument, edges: readonly EdgeDocument[]): boolean {
  switch (node.kind) {
    case "sqs":
      return node.maxReceiveCount != null;
    case "sns":
    case "eventbridge":
      return node.deadLetterQueue === true;
    case "pubsub":
      return edges.some((edge) => edge.deliveryAttempts != null);
    case "activemq":
      return true;
    case "kafka":
      return edges.some((edge) => edge.onFailure === "deadLetter");
    case "rabbitmq":
      return (
        isRecord(node.queues) &&
        Object.values(node.queues).some((queue) => isRecord(queue) && isRecord(queue.deadLetter))
      );
    default:
      return false;
  }
}

/** A stream whose consumers all compete, whatever they are called. */
export function isWorkQueue({ kind, storage, retention }: NodeDocument): boolean {
  return kind === "nats" && storage === "stream" && retention === "workqueue";
}

function nameIn(node: NodeDocument, edge: EdgeDocument, consumer: string): string {
  const own = edge[namedBy(node.kind)];
  if (node.kind === "sqs") return typeof own === "string" ? own : MAIN;
  if (isWorkQueue(node)) return MAIN;
  const isTopic = node.kind !== "activemq" || node.destination === "topic";
  if (!isTopic) return own === DEAD_LETTERS ? DEAD_LETTERS : MAIN;
  return typeof own === "string" ? own : consumer;
}

/** Edges from a broker to its consumers, with their ids. */
export function consumersOf(document: ScenarioDocument, brokerId: string) {
  return Object.entries(document.edges).flatMap(([edgeId, edge]) => {
    const ends = parseEdgeId(edgeId);
    return ends?.from === brokerId ? [{ edgeId, edge, consumer: ends.to }] : [];
  });
}

const WITHOUT_DEAD_QUEUE: ReadonlySet<string> = new Set(["kafka", "nats", "redis-streams"]);

export function publishersOf(document: ScenarioDocument, brokerId: string) {
  return Object.entries(document.edges).flatMap(([edgeId, edge]) =>
    parseEdgeId(edgeId)?.to === brokerId ? [{ edgeId, edge }] : [],
  );
}

export function sharingOf(document: ScenarioDocument, brokerId: string): Sharing {
  const node = document.nodes[brokerId];
  if (!node) return { subscriptions: [], keepsDead: false };
  const consumers = consumersOf(document, brokerId);
  const dead = node.kind === "rabbitmq" ? deadQueuesOf(node) : new Set([DEAD_LETTERS]);
  return {
    subscriptions: consumers.map(({ edgeId, edge, consumer }) => {
      const name = nameIn(node, edge, consumer);
      const isDead = !WITHOUT_DEAD_QUEUE.has(node.kind) && dead.has(name);
      return { edgeId, consumer, name, isDead };
    }),
    keepsDead: keepsDead(
      node,
      consumers.map(({ edge }) => edge),
    ),
  };
}

/** What sharing asks of the node of another product. */
export function sharedNode(kind: string, sharing: Sharing): Loose {
  const { subscriptions, keepsDead: keeps } = sharing;
  const live = new Set(subscriptions.filter(({ isDead }) => !isDead).map(({ name }) => name));
  switch (kind) {
    case "activemq":
      return live.size > 1 ? { destination: "topic" } : {};
    case "sns":
    case "eventbridge":
      return keeps ? { deadLetterQueue: true } : {};
    case "rabbitmq":
      return keeps ? { queueType: "quorum", queues: deadLettering(live) } : {};
    default:
      return {};
  }
}

function deadLettering(names: ReadonlySet<string>): Json {
  const queues: Record<string, Json> = { [DEAD_LETTERS]: { bindings: {} } };
  for (const name of names) queues[name] = { deadLetter: { routingKey: DEAD_LETTERS } };
  return queues;
}

/** What sharing asks of a consumer edge of another product. */
export function sharedEdge(kind: string, own: Subscription, sharing: Sharing): Loose {
  const field = namedBy(kind);
  if (own.isDead) return { [field]: DEAD_LETTERS };
  if (kind === "sqs") return {};
  if (kind === "activemq" && sharedNode(kind, sharing).destination !== "topic") return {};
  const isOwn = own.name === own.consumer;
  const durable = kind === "activemq" ? { durable: true } : {};
  return isOwn ? durable : { [field]: own.name, ...durable };
}

/** What becomes different for consumers, in a sentence; null: nothing. */
export function sharingShift(before: string, after: string, sharing: Sharing): string | null {
  const live = sharing.subscriptions.filter(({ isDead }) => !isDead);
  const names = new Set(live.map(({ name }) => name));
  if (after === "sqs" && names.size > 1) {
    return `its consumers compete for one queue, where each of ${names.size} had all messages`;
  }
  const dead = sharing.subscriptions.find(({ isDead }) => isDead);
  if (dead && WITHOUT_DEAD_QUEUE.has(after)) {
    return `${dead.consumer}, which had the dead letters, gets every message`;
  }
  if (sharing.keepsDead && before !== "activemq" && ["nats", "redis-streams"].includes(after)) {
    return "dead letters are not kept";
  }
  return null;
}
