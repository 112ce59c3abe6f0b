// RabbitMQ: exchanges and queues that are named exist, and no queue is what no broker would declare.
import type { EdgeDocument, NodeDocument, ScenarioDocument } from "./document.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject, type JsonObject } from "./json-shape.ts";
import { type PathPart, type ProblemList, shown } from "./problem-list.ts";

const DEFAULT_EXCHANGE = "amq.default";

type Entries = readonly (readonly [string, JsonObject])[];

function entriesOf(value: unknown): Entries {
  return Object.entries(isObject(value) ? value : {}) as unknown as Entries;
}

export function checkRabbitmq(document: ScenarioDocument, problems: ProblemList): void {
  checkCallKeys(document, problems);
  for (const [id, node] of Object.entries(document.nodes)) {
    if (node.kind !== "rabbitmq") continue;
    const path = ["nodes", id];
    const exchanges = entriesOf(node.exchanges);
    const known = [...exchanges.map(([name]) => name), DEFAULT_EXCHANGE];
    const isKnown = (name: unknown, at: readonly PathPart[]): void => {
      if (typeof name !== "string" || known.includes(name)) return;
      problems.unknown("unknown-exchange", at, "unknown exchange", name, known);
    };
    for (const [name, exchange] of exchanges) {
      const own = [...path, "exchanges", name];
      isKnown(exchange.alternate, [...own, "alternate"]);
      checkBindings(exchange.bindings, own, isKnown, problems);
    }
    for (const [name, queue] of entriesOf(node.queues)) {
      const own = [...path, "queues", name];
      checkBindings(queue.bindings, own, isKnown, problems);
      const dead = isObject(queue.deadLetter) ? queue.deadLetter : {};
      isKnown(dead.exchange, [...own, "deadLetter", "exchange"]);
      checkQueue(node, queue, own, problems);
    }
    checkQueue(node, {}, path, problems);
    checkEdges(document, id, node, isKnown, problems);
  }
}

/** The default exchange knows queues by their names alone; nothing else is bound to it. */
function checkBindings(
  bindings: unknown,
  path: readonly PathPart[],
  isKnown: (name: unknown, at: readonly PathPart[]) => void,
  problems: ProblemList,
): void {
  for (const [id, { exchange }] of entriesOf(bindings)) {
    const at = [...path, "bindings", id, "exchange"];
    if (exchange === DEFAULT_EXCHANGE) {
      problems.error("exchange", at, "nothing can be bound to the default exchange", {
        found: shown(exchange),
        fix: "Every queue is reached through it by its name.",
      });
    }
    isKnown(exchange, at);
  }
}

/** What holds for a queue; `queue` is empty for those that only consumers name. */
function checkQueue(
  node: NodeDocument,
  queue: JsonObject,
  path: readonly PathPart[],
  problems: ProblemList,
): void {
  const type = queue.type ?? node.queueType ?? "classic";
  if (type === "quorum") {
    const refuse = (name: string, message: string): void => {
      problems.error("queue-type", [...path, name], `a quorum queue ${message}`, {
        found: shown(queue[name] ?? node[name]),
        fix: 'Use type "classic".',
      });
    };
    if ((queue.durable ?? node.durable) === false) refuse("durable", "is always durable");
    if (typeof queue.maxPriority === "number")
      refuse("maxPriority", "takes no number of priorities: it has those of its version");
    const overflow = queue.overflow ?? node.overflow;
    if (overflow === "reject-publish-dlx") {
      refuse("overflow", "cannot dead-letter what it rejects");
    }
  }
  const dead = isObject(queue.deadLetter) ? queue.deadLetter : {};
  const rejects = (queue.overflow ?? node.overflow) === "reject-publish";
  if (dead.strategy === "at-least-once" && (type !== "quorum" || !rejects)) {
    const at = [...path, "deadLetter", "strategy"];
    problems.warn("unused", at, "is at most once all the same: RabbitMQ falls back to it", {
      fix: 'Use type "quorum" and overflow "reject-publish".',
    });
  }
  if (type === "quorum") {
    return;
  }
  if (typeof queue.deliveryLimit === "number") unlimited([...path, "deliveryLimit"], problems);
  const anyQuorum = entriesOf(node.queues).some(([, other]) => other.type === "quorum");
  const asNode = path.length === 2 && typeof node.deliveryLimit === "number";
  if (asNode && !anyQuorum) unlimited([...path, "deliveryLimit"], problems);
}

function unlimited(path: readonly PathPart[], problems: ProblemList): void {
  problems.warn("unused", path, "has no effect: classic queues count no deliveries", {
    fix: 'Use type "quorum".',
  });
}

function checkEdges(
  document: ScenarioDocument,
  id: string,
  node: NodeDocument,
  isKnown: (name: unknown, at: readonly PathPart[]) => void,
  problems: ProblemList,
): void {
  for (const [edgeId, edge] of Object.entries(document.edges)) {
    const ends = parseEdgeId(edgeId);
    if (ends?.to === id) isKnown(edge.exchange, ["edges", edgeId, "exchange"]);
    if (ends?.from === id) checkConsumer(node, edgeId, edge, ends.to, problems);
  }
}

/** Only exchanges route by a key. */
function checkCallKeys(document: ScenarioDocument, problems: ProblemList): void {
  for (const [id, { calls }] of Object.entries(document.edges)) {
    if (document.nodes[parseEdgeId(id)?.to ?? ""]?.kind === "rabbitmq") continue;
    const keyed = (Array.isArray(calls) ? calls : []).findIndex((call) => call.routingKey != null);
    if (keyed < 0) continue;
    const path = ["edges", id, "calls", keyed, "routingKey"];
    problems.warn("unused", path, "has no effect: only RabbitMQ routes by it");
  }
}

function checkConsumer(
  node: NodeDocument,
  edgeId: string,
  edge: EdgeDocument,
  consumer: string,
  problems: ProblemList,
): void {
  const queues = Object.fromEntries(entriesOf(node.queues));
  const queue = queues[typeof edge.queue === "string" ? edge.queue : consumer];
  const path = ["edges", edgeId];
  if (queue?.singleActiveConsumer === true && typeof edge.consumerPriority === "number") {
    const message = "has no effect: of a single active consumer the first to connect is active";
    problems.warn("unused", [...path, "consumerPriority"], message);
  }
  if (edge.routingKey == null) return;
  if (isObject(queue?.bindings)) {
    const message = "has no effect: the queue says itself what it is bound to";
    problems.warn("unused", [...path, "routingKey"], message);
  } else if ((node.exchange ?? "fanout") === "fanout") {
    const message = "has no effect: a fanout exchange copies to every queue";
    problems.warn("unused", [...path, "routingKey"], message);
  }
}
