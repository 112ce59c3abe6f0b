import { describe, expect, it } from "vitest";
import { catalog } from "../../simulation/kinds/catalog.ts";
import { PARTICLE_FAILURE, PARTICLE_REQUEST } from "../../simulation/results/snapshot.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { nextCandidate, nextNode } from "../../src/canvas/canvas-focus.ts";
import {
  breakerState,
  edgeSentence,
  edgeWidth,
  heldLabel,
  isFailing,
} from "../../src/canvas/edge-words.ts";
import { drawingOf, type NodeCardData } from "../../src/canvas/flow-elements.ts";
import { instanceStates } from "../../src/canvas/instance-dots.ts";
import { cardSentence, cardWords } from "../../src/canvas/node-words.ts";
import { shelvesFor } from "../../src/canvas/palette-shelves.ts";
import {
  flightPosition,
  flightsOf,
  isOver,
  LEAST_FLIGHT_MS,
} from "../../src/canvas/particle-flights.ts";
import { type SeenNodes, wantsOverview } from "../../src/canvas/use-overview.ts";
import type { OfferedHere } from "../../src/store/assessment.ts";
import type { EdgeLive, NodeLive } from "../../src/store/live-values.ts";

const LIVE: NodeLive = {
  ratePerS: 200,
  goodPerS: 198,
  failureRatio: 0.01,
  p50Ms: 10,
  p99Ms: 48,
  queue: 90,
  queueBound: 100,
  held: 5,
  slots: 16,
  inFlight: 6,
  instances: 3,
  instancesUp: 3,
  upBits: 0b111,
  fullBits: 0,
  backlog: Number.NaN,
  oldestMs: Number.NaN,
  redeliveredPerS: 0,
  deadPerS: 0,
  limit: Number.NaN,
  hitRatio: Number.NaN,
  entries: Number.NaN,
  connections: Number.NaN,
  refusedConnections: Number.NaN,
  windowsKept: Number.NaN,
  watermarkLagMs: Number.NaN,
  lateRecords: Number.NaN,
  state: "healthy",
};
const EDGE: EdgeLive = {
  ratePerS: 59,
  failureRatio: 0,
  p99Ms: 20,
  retryRatio: 0,
  openRatio: 0,
  halfOpenRatio: 0,
  pending: 1,
  bulkheadInUse: Number.NaN,
  policyWaiting: 0,
  tokens: Number.NaN,
  inBackoff: 0,
  poolInUse: Number.NaN,
  poolIdle: Number.NaN,
  poolWaiting: Number.NaN,
  poolMax: Number.NaN,
  ejectedRatio: Number.NaN,
  healthyMembers: Number.NaN,
};

const DOCUMENT: ScenarioDocument = {
  format: 1,
  catalog: "2026-11",
  name: "Small",
  run: {},
  nodes: {
    users: { kind: "client" },
    orders: { kind: "service", replicas: 3 },
    store: { kind: "database", name: "Order store" },
    mail: { kind: "rabbitmq" },
    lonely: { kind: "service" },
  },
  edges: {
    "users->orders": { protocol: "rest" },
    "orders->store": { protocol: "sql", breaker: { openMs: 1000 } },
    "orders->mail": { protocol: "amqp" },
  },
};

function cardOf(id: string): NodeCardData {
  const node = drawingOf(DOCUMENT, {}).nodes.find((each) => each.id === id);
  if (!node) throw new Error(`no node ${id}`);
  return node.data;
}

describe("a node", () => {
  it("says name, kind, state and rate", () => {
    expect(cardSentence(cardOf("orders"), LIVE)).toBe("orders, service, healthy, 200 requests/s");
    expect(cardSentence(cardOf("lonely"), null)).toBe("lonely, service, not connected yet");
    expect(cardSentence(cardOf("store"), { ...LIVE, state: null, ratePerS: 0 })).toBe(
      "Order store, database, no traffic, 0 requests/s",
    );
  });

  it("fills its bar to the share of its bound", () => {
    expect(cardWords(cardOf("orders"), LIVE)).toMatchObject({
      left: "200/s",
      queue: "90",
      fill: 0.9,
    });
  });

  it("has no bar where work enters the drawing", () => {
    expect(cardWords(cardOf("users"), LIVE).queue).toBeNull();
  });

  it("says that it is idle only when nothing is inside either", () => {
    const still = { ...LIVE, ratePerS: 0, inFlight: 0, queue: 0 };
    expect(cardWords(cardOf("orders"), still).left).toBe("idle");
    expect(cardWords(cardOf("orders"), { ...still, inFlight: 4 }).left).toBe("0/s");
  });
});

describe("an edge", () => {
  it("is wider for more traffic, by logarithm", () => {
    const step = edgeWidth(1000) - edgeWidth(100);
    expect(step).toBeCloseTo(edgeWidth(10_000) - edgeWidth(1000), 1);
    expect(edgeWidth(0)).toBeLessThan(edgeWidth(1));
  });

  it("is failing from 5 % on", () => {
    expect(isFailing({ ...EDGE, failureRatio: 0.049 })).toBe(false);
    expect(isFailing({ ...EDGE, failureRatio: 0.05 })).toBe(true);
  });

  it("tells its breaker's state only where it has one", () => {
    const ends = { from: "orders", to: "store" };
    const open = { ...EDGE, openRatio: 1 };
    expect(breakerState(open)).toBe("open");
    expect(breakerState({ ...EDGE, halfOpenRatio: 0.5 })).toBe("half-open");
    expect(edgeSentence(ends, "call", open, true)).toBe(
      "orders to store, call, 59 requests/s, breaker open",
    );
    expect(edgeSentence(ends, "call", open, false)).not.toContain("breaker");
  });

  it("is dashed to and from brokers, and has a badge with a breaker", () => {
    const { edges } = drawingOf(DOCUMENT, {});
    const byId = new Map(edges.map((edge) => [edge.id, edge.data]));
    expect(byId.get("orders->mail")?.sort).toBe("message");
    expect(byId.get("users->orders")).toMatchObject({ sort: "call", hasBreaker: false });
    expect(byId.get("orders->store")?.hasBreaker).toBe(true);
  });
});

describe("walking with the arrow keys", () => {
  const { places } = drawingOf(DOCUMENT, {});

  it("follows edges to the right and back", () => {
    expect(nextNode(DOCUMENT, places, "users", "right")).toBe("orders");
    expect(nextNode(DOCUMENT, places, "orders", "left")).toBe("users");
  });

  it("offers every candidate in turn", () => {
    const candidates = ["store", "mail", "lonely"];
    const met = new Set<string | null>();
    let current: string | null = null;
    for (let turn = 0; turn < candidates.length; turn++) {
      current = nextCandidate(candidates, places, current, "right");
      met.add(current);
    }
    expect([...met].sort()).toEqual([...candidates].sort());
  });
});

describe("particles", () => {
  const batch = Float64Array.of(0, PARTICLE_REQUEST, 1000, 1000.5, 0, PARTICLE_FAILURE, 1500, 9000);

  it("fly for at least 400 ms of wall time, longer if the message took longer", () => {
    const [request, failure] = flightsOf(batch, 1000, 2000, 10, 0);
    expect(request?.durationMs).toBe(LEAST_FLIGHT_MS);
    expect(failure?.durationMs).toBe(750);
    expect(failure?.startMs).toBeGreaterThan(request?.startMs ?? 0);
  });

  it("fly forward with requests and back with answers", () => {
    const [request, failure] = flightsOf(batch, 1000, 2000, 10, 0);
    if (!request || !failure) throw new Error("no flights");
    expect(flightPosition(request, request.startMs + 100)).toBe(0.25);
    expect(flightPosition(failure, failure.startMs + 75)).toBeCloseTo(0.9);
    expect(flightPosition(request, request.startMs - 1)).toBeNull();
    expect(isOver(request, request.startMs + LEAST_FLIGHT_MS)).toBe(true);
  });
});

describe("the palette", () => {
  it("has every kind of the catalog on one shelf", () => {
    const shelved = shelvesFor("").flatMap((shelf) => shelf.kinds.map((kind) => kind.id));
    expect(shelved.sort()).toEqual(Object.keys(catalog).sort());
  });

  it("puts what was meant first", () => {
    expect(shelvesFor("gate")[0]?.kinds[0]?.id).toBe("api-gateway");
    expect(shelvesFor("data")[0]?.kinds[0]?.id).toBe("database");
    expect(shelvesFor("kafka")[0]?.kinds[0]?.id).toBe("kafka");
    expect(shelvesFor("no such thing")).toEqual([]);
  });
});

describe("what policies hold back", () => {
  it("is said beside the edge while there is any", () => {
    expect(heldLabel(EDGE)).toBeNull();
    expect(heldLabel(null)).toBeNull();
    const held = { ...EDGE, policyWaiting: 12, ejectedRatio: 0.25 };
    expect(heldLabel(held)).toBe("12 wait, 25.0 % ejected");
    expect(edgeSentence({ from: "a", to: "b" }, "call", held, false)).toContain("12 wait");
  });
});

describe("the dots of a card", () => {
  it("say of each instance whether it is up and has a free slot", () => {
    const live = { ...LIVE, instances: 4, instancesUp: 3, upBits: 0b1011, fullBits: 0b0010 };
    expect(instanceStates(4, live)).toEqual(["free", "full", "down", "free"]);
  });

  it("say of the past only how many were up", () => {
    const past = { ...LIVE, instancesUp: 1, upBits: Number.NaN, fullBits: Number.NaN };
    expect(instanceStates(3, past)).toEqual(["free", "down", "down"]);
  });

  it("give way to a number where they are too many", () => {
    expect(instanceStates(7, LIVE)).toBeNull();
  });
});

describe("the overview", () => {
  const grid = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      position: { x: (index % 20) * 200, y: Math.floor(index / 20) * 100 },
      width: 146,
      height: 72,
    }));
  const seen = (count: number, zoom: number): SeenNodes => ({
    nodes: grid(count),
    transform: [0, 0, zoom],
    width: 4000,
    height: 2000,
  });

  it("comes when nothing of a card could be read, whatever the number of nodes", () => {
    expect(wantsOverview(seen(5, 0.2), false)).toBe(true);
    expect(wantsOverview(seen(5, 0.3), false)).toBe(false);
  });

  it("comes with more than 200 nodes in sight, not with as many out of sight", () => {
    expect(wantsOverview(seen(300, 1), false)).toBe(true);
    expect(wantsOverview({ ...seen(300, 1), width: 800, height: 600 }, false)).toBe(false);
    expect(wantsOverview(seen(190, 1), false)).toBe(false);
  });

  it("does not flicker at its limits", () => {
    expect(wantsOverview(seen(5, 0.26), true)).toBe(true);
    expect(wantsOverview(seen(5, 0.28), true)).toBe(false);
  });
});

describe("before a run", () => {
  const OFFERED: OfferedHere = {
    ...{ id: "orders", ratePerS: 200, utilization: 0.62, peakUtilization: 0.62, holdMs: 5 },
    ...{ capacityPerS: 322, limit: "slots", atLeast: false, isFirst: true, headroom: 1 / 0.62 },
  };

  it("a card tells what it is offered and when it saturates", () => {
    const words = cardWords(cardOf("orders"), null, OFFERED);
    expect(words).toMatchObject({ left: "200/s", queue: "1.61×", fill: 0.62, isFirst: true });
    expect(words.right).toEqual({ label: "load", value: "62.0 %" });
    expect(cardSentence(cardOf("orders"), null, OFFERED)).toBe(
      "orders, service, not simulated yet, offered 62.0 %, saturates first, at 1.61 times the load",
    );
  });

  it("overload, no limit and endless loops have words of their own", () => {
    const over = { ...OFFERED, utilization: 1.5, headroom: 1 / 1.5, isFirst: false };
    expect(cardWords(cardOf("orders"), null, over)).toMatchObject({ fill: 1, queue: "0.667×" });
    const free = { ...OFFERED, utilization: null, headroom: null };
    expect(cardWords(cardOf("orders"), null, free)).toMatchObject({ queue: null, fill: 0 });
    const endless = { ...OFFERED, ratePerS: Infinity, utilization: Infinity, headroom: 0 };
    expect(cardWords(cardOf("orders"), null, endless).right?.value).toBe("endless");
    expect(cardSentence(cardOf("orders"), null, endless)).toMatch(/offered endless load/);
  });

  it("what runs tells its live numbers", () => {
    expect(cardWords(cardOf("orders"), LIVE, OFFERED).right?.label).toBe("p99");
  });
});
