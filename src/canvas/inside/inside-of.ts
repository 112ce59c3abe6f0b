// What is inside each product, from the document alone.
import type { NodeDocument, ScenarioDocument } from "../../../simulation/scenario/document.ts";
import {
  DEAD_LETTERS,
  isWorkQueue,
  type Subscription,
  sharingOf,
} from "../../store/broker-swap/sharing.ts";
import { type InsideParts, type Intake, NO_PARTS, type Outlet, type Wire } from "./inside-parts.ts";
import { rabbitmqInside } from "./rabbitmq-inside.ts";

const ENTRY = "entry:";

/** What takes the messages of a product that copies them to subscriptions, and its subscriptions. */
const TOPICS: Readonly<Record<string, readonly [title: string, noun: string]>> = {
  sns: ["Topic", "subscriptions"],
  eventbridge: ["Event bus", "rules"],
  pubsub: ["Topic", "subscriptions"],
  activemq: ["Topic", "subscriptions"],
  nats: ["Subject", "consumers"],
  "redis-streams": ["Stream", "groups"],
};

interface Broker {
  readonly document: ScenarioDocument;
  readonly node: NodeDocument;
  readonly subscriptions: readonly Subscription[];
  readonly keepsDead: boolean;
}

function outlet(key: string, title: string, broker: Broker, more: Partial<Outlet> = {}): Outlet {
  const own = broker.subscriptions.filter(({ name }) => name === key);
  return {
    ...{ key, title, detail: "", isDead: false, bound: null },
    edgeIds: own.map(({ edgeId }) => edgeId),
    ...more,
  };
}

/** One queue for all consumers, and perhaps one of dead letters. */
function oneQueue(broker: Broker, key: string, more: Partial<Outlet>): InsideParts {
  const { subscriptions, keepsDead } = broker;
  const live = subscriptions.filter(({ isDead }) => !isDead).map(({ edgeId }) => edgeId);
  const hasDead = keepsDead || subscriptions.some(({ isDead }) => isDead);
  const dead = hasDead ? [outlet(DEAD_LETTERS, DEAD_LETTERS, broker, { isDead: true })] : [];
  return {
    ...NO_PARTS,
    outlets: [outlet(key, "queue", broker, { ...more, edgeIds: live }), ...dead],
    wires: keepsDead ? [{ from: key, to: DEAD_LETTERS, label: null, isDead: true }] : [],
  };
}

function fifoWords({ type, messageGroups }: NodeDocument): string {
  return type === "fifo" ? `FIFO, ${Number(messageGroups ?? 100)} groups` : "standard";
}

function intakeOf({ node }: Broker, title: string): Intake {
  const isStream = node.kind === "nats" && node.storage === "stream";
  return { key: ENTRY, title: isStream ? "Stream" : title, detail: isStream ? "JetStream" : "" };
}

/** What a subscription asks for; null: everything. */
function filterOf(broker: Broker, { edgeId }: Subscription): string | null {
  const key = broker.document.edges[edgeId]?.routingKey;
  return typeof key === "string" && key !== "#" ? key : null;
}

function subscriptionDetail({ document, node }: Broker, { edgeId }: Subscription): string {
  const edge = document.edges[edgeId];
  if (node.kind === "activemq") return edge?.durable === true ? "durable" : "while connected";
  return node.kind === "pubsub" && edge?.ordering === true ? "ordered" : "";
}

function putsAside({ document, node, subscriptions, keepsDead }: Broker, name: string): boolean {
  if (node.kind !== "pubsub") return keepsDead;
  const own = subscriptions.filter((subscription) => subscription.name === name);
  return own.some(({ edgeId }) => document.edges[edgeId]?.deliveryAttempts != null);
}

function topic(broker: Broker, title: string, noun: string): InsideParts {
  const { subscriptions, keepsDead, node } = broker;
  const bound = node.maxMessages ?? node.maxLength;
  const names = [...new Set(subscriptions.filter((own) => !own.isDead).map(({ name }) => name))];
  const outlets = names.map((name) => {
    const [first] = subscriptions.filter((own) => own.name === name);
    const detail = first ? subscriptionDetail(broker, first) : "";
    return outlet(name, name, broker, { detail, bound: typeof bound === "number" ? bound : null });
  });
  const hasDead = keepsDead || subscriptions.some(({ isDead }) => isDead);
  const wires = names.flatMap((name): readonly Wire[] => {
    const filters = subscriptions
      .filter((own) => own.name === name)
      .map((own) => filterOf(broker, own))
      .filter((filter) => filter !== null);
    const label = filters.length === 0 ? null : [...new Set(filters)].join(", ");
    const dead = putsAside(broker, name)
      ? [{ from: name, to: DEAD_LETTERS, label: null, isDead: true }]
      : [];
    return [{ from: ENTRY, to: name, label, isDead: false }, ...dead];
  });
  const dead = hasDead ? [outlet(DEAD_LETTERS, DEAD_LETTERS, broker, { isDead: true })] : [];
  return {
    ...NO_PARTS,
    intakes: [intakeOf(broker, title)],
    outlets: [...outlets, ...dead],
    wires,
    noun,
  };
}

function log(broker: Broker): InsideParts {
  const { node, subscriptions } = broker;
  const names = [...new Set(subscriptions.map(({ name }) => name))];
  return {
    ...NO_PARTS,
    outlets: names.map((name) => outlet(name, name, broker)),
    partitions: typeof node.partitions === "number" ? node.partitions : 1,
    copies: typeof node.replicationFactor === "number" ? node.replicationFactor : 1,
    noun: "groups",
  };
}

/** Consumers that stand higher are led to from further up; dead letters come last. */
function inOrder(document: ScenarioDocument, parts: InsideParts): InsideParts {
  const heightOf = ({ edgeIds }: Outlet): number => {
    const ends = edgeIds.map(
      (id) => document.layout?.[id.split("->")[1]?.split("#")[0] ?? ""]?.[1],
    );
    return Math.min(...ends.filter((y) => y !== undefined), Number.MAX_VALUE);
  };
  const outlets = [...parts.outlets].sort(
    (a, b) =>
      Number(a.isDead) - Number(b.isDead) ||
      heightOf(a) - heightOf(b) ||
      (a.title < b.title ? -1 : 1),
  );
  return { ...parts, outlets };
}

function partsOf(broker: Broker, id: string): InsideParts {
  const { document, node, subscriptions } = broker;
  switch (node.kind) {
    case "rabbitmq":
      return rabbitmqInside(document, id, node, subscriptions);
    case "kafka":
      return log(broker);
    case "sqs":
      return oneQueue(broker, "main", { detail: fifoWords(node) });
    case "activemq":
      if (node.destination !== "topic") return oneQueue(broker, "queue", {});
      break;
    case "nats":
      if (isWorkQueue(node)) return oneQueue(broker, "stream", {});
      break;
    default:
  }
  const [title, noun] = TOPICS[node.kind] ?? ["Topic", "subscriptions"];
  return topic(broker, title, noun);
}

export function insideParts(document: ScenarioDocument, id: string): InsideParts {
  const node = document.nodes[id];
  if (!node) return NO_PARTS;
  const { subscriptions, keepsDead } = sharingOf(document, id);
  return inOrder(document, partsOf({ document, node, subscriptions, keepsDead }, id));
}
