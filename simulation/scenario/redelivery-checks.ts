// Messages that are given back at once and fail again: brokers hand them out as fast as the consumer fails,
// and so does the simulation. Where nothing bounds that, the drawing says so.
import type { EdgeDocument, NodeDocument, ScenarioDocument } from "./document.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject, type JsonObject } from "./json-shape.ts";
import type { ProblemList } from "./problem-list.ts";

export function checkRedeliveries(document: ScenarioDocument, problems: ProblemList): void {
  for (const [id, edge] of Object.entries(document.edges)) {
    const ends = parseEdgeId(id);
    const broker = document.nodes[ends?.from ?? ""];
    const consumer = document.nodes[ends?.to ?? ""];
    if (!broker || !consumer || ends === null) continue;
    const cure = cureOf(broker, edge, ends.to);
    if (cure === null || !failsForGood(consumer)) continue;
    const message =
      "what fails for good comes back at once and fails again, without end and as fast as it is worked on: " +
      "the broker, the consumer and this simulation do little else";
    problems.warn("endless-redelivery", ["edges", id, "onFailure"], message, { fix: cure });
  }
}

/** What would bound the redeliveries of a consumer edge; null where something does. */
function cureOf(broker: NodeDocument, edge: EdgeDocument, consumer: string): string | null {
  switch (broker.kind) {
    case "rabbitmq":
      return (edge.onFailure ?? "requeue") === "requeue" && !countsReturns(broker, edge, consumer)
        ? "Reject it to a dead-letter exchange, or use a quorum queue with a delivery limit."
        : null;
    case "sqs":
      return edge.onFailure === "release" && broker.maxReceiveCount == null
        ? "Let it wait for its visibility timeout, or count receives (maxReceiveCount)."
        : null;
    case "nats":
      return broker.storage === "stream" && edge.onFailure === "nak" && edge.maxDeliver == null
        ? "Bound its deliveries (maxDeliver), or give no answer and let its ack wait end."
        : null;
    case "pubsub":
      return (edge.onFailure ?? "nack") === "nack" &&
        edge.retryMinMs == null &&
        edge.deliveryAttempts == null
        ? "Give the subscription a retry policy (retryMinMs) or a number of delivery attempts."
        : null;
    default:
      return null;
  }
}

/** Whether a queue of RabbitMQ gives up what is given back too often, which version 4.3 does not count. */
function countsReturns(broker: NodeDocument, edge: EdgeDocument, consumer: string): boolean {
  const queues: JsonObject = isObject(broker.queues) ? broker.queues : {};
  const named = queues[typeof edge.queue === "string" ? edge.queue : consumer];
  const queue: JsonObject = isObject(named) ? named : {};
  if ((queue.type ?? broker.queueType ?? "classic") !== "quorum") return false;
  if (broker.version === "4.3") return false;
  const limit = queue.deliveryLimit ?? broker.deliveryLimit ?? null;
  return limit !== -1 && (limit !== null || broker.version !== "3.x");
}

function failsForGood({ errorRate, operations }: NodeDocument): boolean {
  const own = isObject(operations) ? Object.values(operations) : [];
  return (
    errorRate === 1 || own.some((operation) => isObject(operation) && operation.errorRate === 1)
  );
}
