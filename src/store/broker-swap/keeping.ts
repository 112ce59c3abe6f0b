// How long a broker keeps a message, as a kind of its own: until it is settled, until every subscription
// has settled it, or by limits of time and size, read or not. JetStream can be any of the three.
import type { KindId } from "../../../simulation/kinds/catalog.ts";
import type { NodeDocument } from "../../../simulation/scenario/document.ts";

type Keeping = "workqueue" | "interest" | "limits";

const KEEPING: Readonly<Partial<Record<KindId, Keeping>>> = {
  sqs: "workqueue",
  rabbitmq: "interest",
  sns: "interest",
  eventbridge: "interest",
  pubsub: "interest",
  activemq: "interest",
  kafka: "limits",
  "redis-streams": "limits",
};

/** Null: subscribers that are away miss it (core NATS). */
function keepingOf(node: NodeDocument): Keeping | null {
  if (node.kind !== "nats") return KEEPING[node.kind as KindId] ?? null;
  return node.storage === "stream" ? ((node.retention as Keeping | undefined) ?? "limits") : null;
}

/** What JetStream needs to keep messages as the other product did. `queues`: how many it had. */
export function streamAs(before: NodeDocument, queues: number) {
  const keeping = keepingOf(before);
  if (keeping === null) return {};
  const retention = keeping === "interest" && queues === 1 ? "workqueue" : keeping;
  return { storage: "stream", ...(retention === "limits" ? {} : { retention }) };
}

/** What is kept for longer or shorter than before, in words; null: nothing. */
export function keepingShift(before: NodeDocument, after: string): string | null {
  if (after === "nats") return null;
  const was = keepingOf(before);
  const is = KEEPING[after as KindId];
  if (was === null) return "messages wait for consumers that are away";
  if ((was === "limits") === (is === "limits")) return null;
  return is === "limits"
    ? "messages stay after they are settled, until a limit is reached"
    : "messages go once they are settled, nothing is kept to be read again";
}
