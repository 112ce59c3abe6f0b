// Brokers drawn open: what is inside each product, places in which nothing lies over anything else,
// room for the larger card, and the way back.
import { beforeAll, describe, expect, it } from "vitest";
import type { EdgeDocument, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { drawingOf } from "../../src/canvas/flow-elements.ts";
import { overlaps, type Rect } from "../../src/canvas/geometry.ts";
import { insideOf } from "../../src/canvas/inside/inside.ts";
import { isOpen, loadInside } from "../../src/canvas/inside/inside-door.ts";
import { insideParts } from "../../src/canvas/inside/inside-of.ts";
import { insideSentence } from "../../src/canvas/inside/inside-words.ts";
import { keepRoom } from "../../src/canvas/inside/keep-room.ts";
import { closed, opened } from "../../src/canvas/inside/open-actions.ts";
import type { PlacedInside } from "../../src/canvas/inside/place-inside.ts";
import { edit, setBase, undo } from "../../src/store/document-actions.ts";
import { currentDocument, openDocument } from "../app-b/page.tsx";

type Loose = Readonly<Record<string, unknown>>;

function documentOf(broker: Loose, edges: Readonly<Record<string, Loose>>): ScenarioDocument {
  const ids = new Set(
    Object.keys(edges).map((id) => (id.split("->")[1] ?? "").split("#")[0] ?? ""),
  );
  const consumers = [...ids].filter((id) => id !== "q");
  return {
    format: 1,
    catalog: "2026-11",
    name: "Inside",
    run: {},
    nodes: {
      api: { kind: "service" },
      q: broker as { kind: string },
      ...Object.fromEntries(consumers.map((id) => [id, { kind: "service" }])),
    },
    edges: { "api->q": {}, ...edges } as Readonly<Record<string, EdgeDocument>>,
    layout: {
      api: [0, 100],
      q: [260, 100],
      ...Object.fromEntries(consumers.map((id, at) => [id, [520, 100 * at] as const])),
    },
  };
}

const RABBIT = documentOf(
  {
    kind: "rabbitmq",
    exchange: "topic",
    exchanges: { audit: { type: "fanout", bindings: { a: { routingKey: "#" } } } },
    queues: {
      mail: {
        bindings: { a: { routingKey: "mail.*" }, b: { routingKey: "sms.#" } },
        deadLetter: { routingKey: "late" },
        queueLengthMax: 50,
      },
      late: { bindings: {} },
      trail: { bindings: { a: { exchange: "audit" } } },
    },
  },
  { "q->mailer": { queue: "mail" }, "q->desk": { queue: "late" }, "q->x": { routingKey: "x.#" } },
);

const KAFKA = documentOf(
  { kind: "kafka", partitions: 12, replicas: 3, replicationFactor: 3 },
  { "q->a": {}, "q->b": { group: "a" }, "q->c": {} },
);

const SQS = documentOf(
  { kind: "sqs", maxReceiveCount: 3, type: "fifo" },
  { "q->a": {}, "q->b": {} },
);

const OTHERS = ["sns", "eventbridge", "pubsub", "activemq", "nats", "redis-streams"].map((kind) =>
  documentOf({ kind }, { "q->a": { routingKey: "a.*" }, "q->b": {} }),
);

const MANY = documentOf(
  { kind: "rabbitmq" },
  Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`q->c${at}`, {}])),
);

const ALL = [RABBIT, KAFKA, SQS, ...OTHERS, MANY, documentOf({ kind: "nats" }, {})];

function placed(document: ScenarioDocument): PlacedInside {
  const inside = insideOf(document, "q");
  if (!inside) throw new Error("nothing inside");
  return inside;
}

function within(box: Rect, { size, top }: PlacedInside): boolean {
  return (
    box.x >= 10 &&
    box.y >= top &&
    box.x + box.width <= size.width - 10 &&
    box.y + box.height <= size.height
  );
}

beforeAll(async () => void (await loadInside()));

describe("RabbitMQ", () => {
  it("has its exchanges, its queues, bindings with their keys, and where dead letters go", () => {
    const { intakes, outlets, wires } = insideParts(RABBIT, "q");
    expect(intakes.map(({ title, detail }) => `${title} ${detail}`)).toEqual([
      "Exchange topic",
      "audit fanout",
    ]);
    expect(outlets.map(({ title }) => title)).toEqual(["mail", "x", "trail", "late"]);
    const drawn = wires.map(({ from, to, label, isDead }) => [from, to, label, isDead]);
    expect(drawn).toContainEqual(["exchange:", "mail", "mail.*", false]);
    expect(drawn).toContainEqual(["exchange:", "mail", "sms.#", false]);
    expect(drawn).toContainEqual(["exchange:", "x", "x.#", false]);
    expect(drawn).toContainEqual(["exchange:audit", "trail", null, false]);
    expect(drawn).toContainEqual(["exchange:", "exchange:audit", "#", false]);
    expect(drawn).toContainEqual(["mail", "late", null, true]);
    expect(outlets.at(-1)).toMatchObject({ title: "late", isDead: true, edgeIds: ["q->desk"] });
  });
});

describe("other products", () => {
  it("a log has partitions and groups, which may have several edges", () => {
    const { partitions, copies, outlets } = insideParts(KAFKA, "q");
    expect([partitions, copies]).toEqual([12, 3]);
    expect(outlets.map(({ title, edgeIds }) => [title, edgeIds])).toEqual([
      ["a", ["q->a", "q->b"]],
      ["c", ["q->c"]],
    ]);
  });

  it("SQS has one queue for all, and one of dead letters", () => {
    const { outlets, wires } = insideParts(SQS, "q");
    expect(outlets.map(({ key, detail }) => [key, detail])).toEqual([
      ["main", "FIFO, 100 groups"],
      ["dead-letters", ""],
    ]);
    expect(outlets[0]?.edgeIds).toEqual(["q->a", "q->b"]);
    expect(wires).toEqual([{ from: "main", to: "dead-letters", label: null, isDead: true }]);
  });

  it("a work queue of NATS is one queue for all its consumers", () => {
    const stream = { kind: "nats", storage: "stream", retention: "workqueue" };
    const { outlets } = insideParts(documentOf(stream, { "q->a": {}, "q->b": {} }), "q");
    expect(outlets.map(({ key, edgeIds }) => [key, edgeIds])).toEqual([
      ["stream", ["q->a", "q->b"]],
    ]);
  });

  it("topics copy to subscriptions, with what these ask for", () => {
    const { intakes, wires } = insideParts(OTHERS[0] as ScenarioDocument, "q");
    expect(intakes.map(({ title }) => title)).toEqual(["Topic"]);
    expect(wires.map(({ label }) => label)).toEqual(["a.*", null]);
  });
});

it.each(ALL.map((document) => [document.nodes.q?.kind, document] as const))(
  "in %s nothing lies over anything else, and every edge has its end",
  (_, document) => {
    const inside = placed(document);
    const boxes = [...inside.intakes, ...inside.outlets].map(({ box }) => box);
    for (const [at, box] of boxes.entries()) {
      expect(within(box, inside)).toBe(true);
      for (const other of boxes.slice(at + 1)) expect(overlaps(box, other)).toBe(false);
    }
    for (const edgeId of Object.keys(document.edges).filter((id) => id.startsWith("q->"))) {
      expect(inside.anchors.get(edgeId)).toBeGreaterThan(inside.top);
    }
    const words = inside.wires.flatMap(({ words }) => words ?? []);
    for (const [at, one] of words.entries()) {
      for (const other of words.slice(at + 1)) {
        expect(Math.abs(one.y - other.y)).toBeGreaterThanOrEqual(12);
      }
    }
  },
);

it("more queues than can be drawn are one row, at which their edges end", () => {
  const { outlets } = placed(MANY);
  expect(outlets).toHaveLength(12);
  expect(outlets.at(-1)).toMatchObject({ title: "19 more queues" });
});

it("says aloud what it shows, with numbers while there are any", () => {
  const inside = placed(SQS);
  expect(insideSentence(inside, null)).toBe("Inside: queues queue, dead-letters");
  const live = {
    queues: { main: { backlog: 12, ready: 2, oldestMs: 5 } },
    groups: {},
    partitions: [],
  };
  expect(insideSentence(inside, live)).toContain("queue with 12");
});

describe("opening", () => {
  it.each([RABBIT, KAFKA, SQS, MANY])("moves aside what would lie under the card", (document) => {
    const after = opened(document, "q");
    expect(isOpen(after, "q")).toBe(true);
    const rects = [...drawingOf(after, {}).rects.values()];
    for (const [at, rect] of rects.entries()) {
      for (const other of rects.slice(at + 1)) expect(overlaps(rect, other)).toBe(false);
    }
    expect(after.layout?.q).toEqual(document.layout?.q);
  });

  it("and closing puts everything back", () => {
    const back = closed(opened(RABBIT, "q"), "q");
    expect(back.layout).toEqual(RABBIT.layout);
  });

  it("leads edges to the rows that they belong to", () => {
    const after = opened(RABBIT, "q");
    const { curves, nodes } = drawingOf(after, {});
    const card = nodes.find(({ id }) => id === "q");
    const anchors = card?.data.inside?.anchors;
    for (const id of ["q->mailer", "q->desk", "q->x"]) {
      expect(curves.get(id)?.[0].y).toBe((card?.position.y ?? 0) + (anchors?.get(id) ?? -1));
    }
  });

  it("a card that an edit makes larger gets its room within the same step", () => {
    const stop = keepRoom();
    openDocument(opened(RABBIT, "q"));
    const before = currentDocument();
    const queues = Object.fromEntries(
      Array.from({ length: 8 }, (_, at) => [`extra${at}`, { bindings: {} }]),
    );
    const card = { id: "q", at: before.layout?.q };
    edit("add below", (document) => ({
      ...document,
      nodes: { ...document.nodes, z: { kind: "service" } },
      layout: { ...document.layout, z: [260, 160 + placed(before).size.height] },
    }));
    setBase("nodes.q.queues", { ...(before.nodes.q?.queues as object), ...queues });
    const rects = [...drawingOf(currentDocument(), {}).rects.values()];
    for (const [at, rect] of rects.entries()) {
      for (const other of rects.slice(at + 1)) expect(overlaps(rect, other)).toBe(false);
    }
    expect(currentDocument().layout?.[card.id]).toEqual(card.at);
    undo();
    undo();
    expect(currentDocument()).toEqual(before);
    stop();
  });

  it("keeps where somebody has put a node since", () => {
    const after = opened(RABBIT, "q");
    const moved = { ...after, layout: { ...after.layout, mailer: [300, 120] as const } };
    expect(closed(moved, "q").layout?.mailer).toEqual([300, 120]);
  });
});
