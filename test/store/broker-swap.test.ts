// Another product for a broker: for every pair the file is sound and runs, edges and shared settings
// stay, what is gone or different is told, and one undo brings all of it back.
import { beforeEach, describe, expect, it } from "vitest";
import { kindOf } from "../../simulation/kinds/catalog.ts";
import type {
  EdgeDocument,
  NodeDocument,
  ScenarioDocument,
} from "../../simulation/scenario/document.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { MEANINGS } from "../../src/store/broker-swap/meanings.ts";
import { undo } from "../../src/store/document-actions.ts";
import { startEditNotices } from "../../src/store/edit-notices.ts";
import { changeKind, kindChanged, kindsFor } from "../../src/store/kind-change.ts";
import { useToasts } from "../../src/store/toasts.ts";
import { currentDocument, openDocument } from "../app-b/page.tsx";
import { simulate } from "../support/simulate.ts";

interface Rich {
  readonly broker: Readonly<Record<string, unknown>>;
  readonly publish?: Readonly<Record<string, unknown>>;
  readonly deliver: Readonly<Record<string, unknown>>;
  readonly dead?: Readonly<Record<string, unknown>>;
}

/** Each product with much said of it, so that there is much to carry over. */
const RICH: Readonly<Record<string, Rich>> = {
  rabbitmq: {
    broker: {
      ...{ exchange: "topic", queueLengthMax: 500, overflow: "reject-publish", deliveryLimit: 4 },
      ...{ replicas: 3, quorumSize: 3, failoverMs: 700, serviceTime: 0.2, concurrency: 4 },
      ...{ version: "4.3", messageKb: 4 },
      queueType: "quorum",
      queues: { a: { deadLetter: { routingKey: "late" } }, late: { bindings: {} } },
    },
    publish: { routingKey: "orders.eu", priority: 3 },
    deliver: {
      ...{ queue: "a", prefetch: 20, onFailure: "deadLetter", routingKey: "#" },
      consumerPriority: 2,
    },
    dead: { queue: "late" },
  },
  kafka: {
    broker: {
      ...{ partitions: 4, replicas: 3, replicationFactor: 3, minInsyncReplicas: 2 },
      ...{ retentionS: 3600, retentionRecords: 900, electionMs: 3000, keyCount: 50 },
      ...{ recordBytes: 2000, retentionBytes: 1e9 },
    },
    publish: { acks: "all", idempotent: true },
    deliver: { group: "readers", maxPollRecords: 50, retries: 3, onFailure: "deadLetter" },
  },
  sqs: {
    broker: {
      ...{ type: "fifo", messageGroups: 12, visibilityTimeoutMs: 5000, maxReceiveCount: 3 },
      ...{ retentionMs: 600_000, delayMs: 100, dedupWindowMs: 60_000, fifoRatePerS: 3000 },
    },
    publish: { keepsId: false },
    deliver: { batchSize: 5, onFailure: "release", waitTimeMs: 1000, extendMs: 9000 },
    dead: { queue: "dead-letters" },
  },
  sns: {
    broker: { deadLetterQueue: true, latencyMs: 40, serviceTime: 8 },
    deliver: { routingKey: "orders.*", retries: "http", queue: "a" },
    dead: { queue: "dead-letters" },
  },
  eventbridge: {
    broker: {
      deadLetterQueue: true,
      latencyMs: 300,
      maxAgeMs: 3_600_000,
      putRatePerS: 5000,
      archiveS: 7200,
    },
    deliver: { routingKey: "orders.#", attempts: 7, retryMinMs: 200, retryMaxMs: 900_000 },
    dead: { queue: "dead-letters" },
  },
  pubsub: {
    broker: { retentionMs: 2_600_000_000, orderingKeys: 30 },
    deliver: {
      ...{ queue: "a", prefetch: 100, ackDeadlineMs: 20_000, deliveryAttempts: 6 },
      ...{ ordering: true, onFailure: "wait", retryMinMs: 500, extendMs: 60_000 },
      exactlyOnce: true,
    },
    dead: { queue: "dead-letters" },
  },
  activemq: {
    broker: { destination: "topic", memoryLimit: 2000, persistent: false, concurrency: 4 },
    deliver: { durable: true, prefetch: 50, maximumRedeliveries: 3, redeliveryDelayMs: 250 },
    dead: { queue: "dead-letters" },
  },
  nats: {
    broker: {
      ...{ storage: "stream", retention: "interest", maxMessages: 5000, maxAgeMs: 2000 },
      dedupWindowMs: 30_000,
    },
    publish: { keepsId: true },
    deliver: { queue: "a", ackWaitMs: 3000, maxDeliver: 4, maxAckPending: 64, onFailure: "term" },
  },
  "redis-streams": {
    broker: { maxLength: 4000, persistent: false },
    deliver: { group: "a", batchSize: 100, claimIdleMs: 8000, noAck: true, onFailure: "drop" },
  },
};

const PRODUCTS = Object.keys(RICH);

function documentOf(kind: string): ScenarioDocument {
  const { broker, publish = {}, deliver, dead } = RICH[kind] as Rich;
  const edges: Record<string, unknown> = {
    "users->api": {},
    "api->q": publish,
    "q->a": deliver,
    "q->b": { concurrency: 2 },
    ...(dead ? { "q->late": dead } : {}),
  };
  return {
    format: 1,
    catalog: "2026-11",
    name: "Swap",
    run: { durationS: 2 },
    nodes: {
      users: { kind: "client", ratePerS: 40 },
      api: { kind: "service" },
      q: { kind, name: "Orders", ...broker } as NodeDocument,
      a: { kind: "service", serviceTime: 5 },
      b: { kind: "service", serviceTime: 5 },
      ...(dead ? { late: { kind: "service" } } : {}),
    },
    edges: edges as Readonly<Record<string, EdgeDocument>>,
    layout: { q: [400, 100] },
  };
}

function swap(from: string, to: string) {
  return kindChanged(documentOf(from), "q", to);
}

function errorsOf(document: ScenarioDocument) {
  const resolved = resolveScenario(document);
  return resolved.problems.filter(({ severity }) => severity === "error");
}

const PAIRS = PRODUCTS.flatMap((from) =>
  PRODUCTS.filter((to) => to !== from).map((to) => [from, to]),
);

beforeEach(() => useToasts.setState({ toasts: [] }));

describe.each(PRODUCTS)("%s", (kind) => {
  it("is sound as drawn here, and may become any other product", () => {
    const document = documentOf(kind);
    expect(errorsOf(document)).toEqual([]);
    expect(kindsFor(document, "q").map(({ id }) => id)).toEqual(expect.arrayContaining(PRODUCTS));
  });
});

it.each(PAIRS)(
  "from %s to %s the file is sound, runs, and keeps edges, name and place",
  (from, to) => {
    const before = documentOf(from as string);
    const { document } = swap(from as string, to as string);
    expect(errorsOf(document)).toEqual([]);
    expect(Object.keys(document.edges)).toEqual(Object.keys(before.edges));
    expect(document.nodes.q).toMatchObject({ kind: to, name: "Orders" });
    expect(document.layout).toEqual(before.layout);
    expect(document.edges["q->b"]?.concurrency).toBe(2);
    const { queues } = simulate(document).nodes.q ?? {};
    const published = Object.values(queues ?? {}).reduce((sum, queue) => sum + queue.published, 0);
    expect(published).toBeGreaterThan(0);
  },
);

/** What goes over as something else than a single setting. */
const AS_A_WHOLE = ["exchange", "deadLetterQueue", "storage", "retention"];

it.each(PAIRS)("from %s to %s whatever the broker loses is told, and nothing else", (from, to) => {
  const { document, dropped } = swap(String(from), String(to));
  const params = kindOf(String(from))?.params ?? {};
  const taken = new Set<string>();
  const goesOver = MEANINGS.flatMap(({ spots }) => {
    const all: Readonly<Record<string, { readonly name: string } | undefined>> = spots;
    const [own, other] = [all[String(from)]?.name, all[String(to)]?.name];
    if (own === undefined || other === undefined || taken.has(other)) return [];
    taken.add(other);
    return [own];
  });
  for (const name of Object.keys(RICH[String(from)]?.broker ?? {})) {
    const isHere = document.nodes.q?.[name] !== undefined || goesOver.includes(name);
    const label = params[name]?.label;
    if (isHere) expect(dropped).not.toContain(label);
    else if (!AS_A_WHOLE.includes(name)) expect(dropped).toContain(label);
  }
});

describe("what goes by another name", () => {
  it("is kept with its meaning and unit", () => {
    expect(swap("kafka", "sqs").document.nodes.q).toMatchObject({ retentionMs: 3_600_000 });
    expect(swap("sqs", "kafka").document.nodes.q).toMatchObject({ retentionS: 600 });
    expect(swap("rabbitmq", "nats").document.nodes.q).toMatchObject({ maxMessages: 500 });
    expect(swap("rabbitmq", "kafka").document.nodes.q).toMatchObject({
      ...{ electionMs: 700, replicationFactor: 3, replicas: 3 },
    });
    expect(swap("sqs", "pubsub").document.edges["q->a"]).toMatchObject({
      ...{ ackDeadlineMs: 5000, deliveryAttempts: 3, ordering: true, onFailure: "nack" },
    });
  });

  it("counts deliveries where the other counts returns", () => {
    expect(swap("sqs", "activemq").document.edges["q->a"]?.maximumRedeliveries).toBe(2);
    expect(swap("activemq", "sqs").document.nodes.q?.maxReceiveCount).toBe(4);
    expect(swap("nats", "rabbitmq").document.nodes.q?.deliveryLimit).toBe(3);
  });

  it("is cut to what the other allows, and that is told", () => {
    const { document, shifts } = swap("pubsub", "sqs");
    expect(document.nodes.q?.retentionMs).toBe(1_209_600_000);
    expect(shifts.join()).toContain("Retention");
    expect(swap("redis-streams", "sqs").document.edges["q->a"]?.batchSize).toBe(10);
  });
});

describe("how long messages are kept", () => {
  it("a stream of JetStream keeps as the other product did", () => {
    expect(swap("kafka", "nats").document.nodes.q).toMatchObject({ storage: "stream" });
    expect(swap("kafka", "nats").document.nodes.q?.retention).toBeUndefined();
    expect(swap("pubsub", "nats").document.nodes.q?.retention).toBe("interest");
    expect(swap("sqs", "nats").document.nodes.q?.retention).toBe("workqueue");
  });

  it("is told where a queue becomes a log, or a log a queue", () => {
    expect(swap("kafka", "sqs").shifts.join()).toContain("go once they are settled");
    expect(swap("sqs", "kafka").shifts.join()).toContain("stay after they are settled");
    expect(swap("nats", "kafka").shifts.join()).toContain("stay after they are settled");
    expect(swap("nats", "pubsub").shifts.join()).not.toContain("settled");
  });

  it("an archive becomes the age of a log and back, each setting once", () => {
    const log = swap("eventbridge", "kafka");
    expect(log.document.nodes.q?.retentionS).toBe(7200);
    expect(log.shifts.join()).toContain("read again by a replay");
    expect(log.dropped).toContain("Retried for");
    const bus = swap("kafka", "eventbridge").document.nodes.q;
    expect(bus).toMatchObject({ archiveS: 3600 });
    expect(bus?.maxAgeMs).toBeUndefined();
  });
});

describe("what the publisher says", () => {
  it("stays recognizable when it is sent again", () => {
    expect(swap("sqs", "nats").document.edges["api->q"]?.keepsId).toBe(false);
    expect(swap("kafka", "sqs").document.edges["api->q"]?.keepsId).toBe(true);
    const log = swap("nats", "kafka");
    expect(log.document.edges["api->q"]?.idempotent).toBe(true);
    expect(log.dropped).not.toContain("Message id");
    expect(swap("sqs", "nats").document.nodes.q?.dedupWindowMs).toBe(60_000);
  });

  it("and consumers, what only one product knows, is told as dropped", () => {
    expect(swap("rabbitmq", "sqs").dropped).toEqual(
      expect.arrayContaining(["Priority", "Consumer priority", "Version"]),
    );
    expect(swap("pubsub", "kafka").dropped).toContain("Exactly once");
    expect(swap("kafka", "rabbitmq").dropped).toContain("Bytes kept");
  });

  it("has its size in the unit of the other", () => {
    expect(swap("rabbitmq", "kafka").document.nodes.q?.recordBytes).toBe(4000);
    expect(swap("kafka", "rabbitmq").document.nodes.q?.messageKb).toBe(2);
  });
});

describe("who shares messages", () => {
  it("competing consumers go on to compete", () => {
    const competing = { ...documentOf("sqs"), nodes: { ...documentOf("sqs").nodes } };
    for (const [kind, field] of [
      ["rabbitmq", "queue"],
      ["kafka", "group"],
      ["pubsub", "queue"],
    ] as const) {
      const { edges } = kindChanged(competing, "q", kind).document;
      expect(edges["q->a"]?.[field]).toBe("main");
      expect(edges["q->b"]?.[field]).toBe("main");
    }
  });

  it("groups become queues of their names, and subscriptions that last", () => {
    expect(swap("kafka", "rabbitmq").document.edges["q->a"]?.queue).toBe("readers");
    const jms = swap("kafka", "activemq").document;
    expect(jms.nodes.q?.destination).toBe("topic");
    expect(jms.edges["q->b"]?.durable).toBe(true);
  });

  it("the consumer of dead letters keeps them, and says so where it cannot", () => {
    expect(swap("rabbitmq", "sqs").document.edges["q->late"]?.queue).toBe("dead-letters");
    const queues = swap("sqs", "rabbitmq").document.nodes.q?.queues;
    expect(queues).toMatchObject({ main: { deadLetter: { routingKey: "dead-letters" } } });
    expect(swap("sqs", "kafka").shifts.join()).toContain("late, which had the dead letters");
    expect(swap("kafka", "sqs").shifts.join()).toContain("compete for one queue");
  });

  it("filters stay what each consumer asks for", () => {
    const rabbit = swap("sns", "rabbitmq").document;
    expect(rabbit.nodes.q?.exchange).toBe("topic");
    expect(rabbit.edges["q->a"]?.routingKey).toBe("orders.*");
    expect(rabbit.edges["q->b"]?.routingKey).toBe("#");
    expect(swap("rabbitmq", "eventbridge").document.edges["q->b"]?.routingKey).toBe("b");
  });
});

it("is one step that tells what went, with the way back", () => {
  const stop = startEditNotices();
  const before = documentOf("rabbitmq");
  openDocument(before);
  changeKind("q", "sqs");
  const [toast] = useToasts.getState().toasts;
  expect(toast?.message).toMatch(/^Orders is now SQS\. .*Dropped: .*/);
  toast?.action?.run();
  expect(currentDocument().nodes).toEqual(before.nodes);
  expect(currentDocument().edges).toEqual(before.edges);
  undo();
  stop();
});

describe("a broker that triggers a function", () => {
  const TRIGGERS = {
    sqs: { broker: { maxReceiveCount: 9 }, deliver: { concurrency: 20, failed: "message" } },
    sns: { broker: { deadLetterQueue: true }, deliver: { attempts: 2, queue: "mine" } },
    eventbridge: { broker: { maxAgeMs: 90_000 }, deliver: { attempts: 1, routingKey: "a.#" } },
  } as const;
  const kinds = Object.keys(TRIGGERS) as (keyof typeof TRIGGERS)[];

  it.each(kinds.flatMap((from) => kinds.map((to) => [from, to] as const)))(
    "becomes another that does: %s, %s",
    (from, to) => {
      const { broker, deliver } = TRIGGERS[from];
      openDocument({
        format: 1,
        catalog: "2026-11",
        name: "trigger",
        run: { durationS: 1 },
        nodes: {
          users: { kind: "client" },
          box: { kind: from, ...broker },
          fn: { kind: "serverless" },
        },
        edges: { "users->box": {}, "box->fn": deliver },
      } as unknown as ScenarioDocument);
      expect(kindsFor(currentDocument(), "box").map(({ id }) => id)).toEqual(kinds);
      if (from === to) return;
      changeKind("box", to);
      const { problems } = resolveScenario(currentDocument());
      expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(currentDocument().nodes.box?.kind).toBe(to);
    },
  );
});
