// Random designs that make it hard to say why requests failed: 8 to 20 nodes at least three calls deep,
// one database shared by several services, time-outs on all links and retries on half of them.
import type { EdgeDocument, Json, NodeDocument } from "../../simulation/scenario/document.ts";

/** Random numbers that depend on the seed alone; 0 is as good a seed as any. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = Math.imul(seed + 1, 0x9e3779b1) | 0;
  }

  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }
}

export interface HardDesign {
  readonly ratePerS: number;
  readonly nodes: Readonly<Record<string, NodeDocument>>;
  readonly edges: Readonly<Record<string, EdgeDocument>>;
  /** What a fault may hit: everything on the way of the users' requests but they themselves. */
  readonly stations: readonly string[];
  readonly links: readonly string[];
  readonly pooled: readonly string[];
  readonly replicas: Readonly<Record<string, number>>;
}

const NETWORK_MS = 1;
/** Share of the slots that the load takes when all is well. */
const UTILIZATION = [0.3, 0.6] as const;
const SHARED = "db";

interface Link {
  readonly from: string;
  readonly to: string;
  readonly probability: number;
  /** Calls of each execution of the caller, one after another. */
  readonly stage: number;
}

interface Sizing {
  readonly work: Readonly<Record<string, number>>;
  readonly visits: Readonly<Record<string, number>>;
  /** Mean time from arrival to answer, without queues. */
  readonly stays: Readonly<Record<string, number>>;
}

/** Layers from the front to the back; a front door comes before them and the database behind. */
function drawLayers(dice: Dice): string[][] {
  const depth = dice.whole(3, 5);
  const services = dice.whole(Math.max(5, depth), 15);
  const layers = Array.from({ length: depth }, (): string[] => []);
  for (let at = 0; at < services; at++) {
    const layer = at < depth ? at : dice.whole(0, depth - 1);
    layers[layer]?.push(`s${layer}${layers[layer]?.length}`);
  }
  return layers;
}

function drawLinks(dice: Dice, layers: readonly (readonly string[])[]): Link[] {
  const links: Link[] = [];
  const stages = new Map<string, number>();
  const add = (from: string, to: string, probability: number): void => {
    if (links.some((link) => link.from === from && link.to === to)) return;
    const stage = (stages.get(from) ?? 0) + 1;
    stages.set(from, stage);
    links.push({ from, to, probability, stage });
  };
  const share = (): number => (dice.chance(0.6) ? 1 : Math.round(dice.between(20, 80)) / 100);
  for (const to of layers[0] ?? []) add("front", to, share());
  layers.forEach((layer, depth) => {
    const above = layers[depth - 1] ?? [];
    for (const to of layer) if (depth > 0) add(dice.pick(above), to, share());
    // Some are called by more than one.
    if (depth > 0 && dice.chance(0.5)) add(dice.pick(above), dice.pick(layer), share());
  });
  const all = layers.flat();
  const leaves = all.filter((id) => !stages.has(id));
  for (const id of leaves) if (dice.chance(0.6)) add(id, SHARED, share());
  add(dice.pick(layers[0] ?? []), SHARED, share());
  add(dice.pick(all), SHARED, share());
  // It would be nobody's but one's if both draws met.
  const callers = links.filter(({ to }) => to === SHARED);
  const other = all.find((id) => callers.every(({ from }) => from !== id));
  if (callers.length === 1 && other !== undefined) add(other, SHARED, 1);
  return links;
}

function sizesOf(dice: Dice, order: readonly string[], links: readonly Link[]): Sizing {
  const work: Record<string, number> = {};
  const visits: Record<string, number> = { front: 1 };
  const stays: Record<string, number> = {};
  for (const id of order) {
    work[id] = Math.round(dice.between(2, id === "front" ? 4 : 12));
    for (const { to, probability } of links.filter(({ from }) => from === id)) {
      visits[to] = (visits[to] ?? 0) + (visits[id] ?? 0) * probability;
    }
  }
  for (const id of order.toReversed()) {
    stays[id] = links
      .filter(({ from }) => from === id)
      .reduce(
        (sum, { to, probability }) => sum + probability * (stays[to] ?? 0) + 2 * NETWORK_MS,
        work[id] ?? 0,
      );
  }
  return { work, visits, stays };
}

function stationOf(dice: Dice, id: string, ratePerS: number, sizing: Sizing): NodeDocument {
  const { work, visits, stays } = sizing;
  const isDatabase = id === SHARED;
  const blocking = !isDatabase && dice.chance(0.6);
  const replicas = isDatabase ? 1 : dice.whole(2, 4);
  const heldMs = (blocking ? stays[id] : work[id]) ?? 0;
  const busy = (ratePerS * (visits[id] ?? 0) * heldMs) / 1000;
  const slots = busy / dice.between(...UTILIZATION) / replicas;
  const concurrency = Math.max(blocking ? 4 : 2, Math.ceil(slots));
  return {
    kind: isDatabase ? "database" : "service",
    ...(isDatabase ? {} : { replicas, blocking }),
    concurrency,
    ...(dice.chance(0.4) ? { queueLengthMax: 10 * concurrency } : {}),
    serviceTime: { type: "exponential", meanMs: work[id] ?? 1 },
  };
}

function retryOf(dice: Dice): Json {
  const backoff = { type: "exponential", baseMs: dice.pick([10, 50, 100]), jitter: "full" };
  const budget = dice.chance(0.2) ? { budget: { type: "ratio", ratio: 0.2 } } : {};
  return { maxAttempts: dice.whole(2, 3), backoff, ...budget };
}

function edgeOf(dice: Dice, link: Link, ratePerS: number, sizing: Sizing): EdgeDocument {
  const usualMs = (sizing.stays[link.to] ?? 0) + 2 * NETWORK_MS;
  const pending = (ratePerS * (sizing.visits[link.to] ?? 1) * usualMs) / 1000;
  const pool = { max: Math.ceil(3 * pending) + 3, timeoutMs: dice.pick([200, 1000]) };
  return {
    protocol: link.to === SHARED ? "sql" : "rest",
    networkMs: NETWORK_MS,
    timeoutMs: Math.max(100, Math.round(usualMs * dice.between(6, 15))),
    ...(dice.chance(0.5) ? { retry: retryOf(dice) } : {}),
    ...(dice.chance(0.15) ? { breaker: { openMs: 5000 } } : {}),
    ...(dice.chance(0.2) ? { pool } : {}),
    calls: [{ id: "call", stage: link.stage, probability: link.probability }],
  };
}

/** Messages to a worker that no user waits for, published by one of the services. */
function addQueue(
  dice: Dice,
  services: readonly string[],
  nodes: Record<string, NodeDocument>,
  edges: Record<string, EdgeDocument>,
): void {
  nodes.mail = { kind: "rabbitmq" };
  nodes.worker = { kind: "service", concurrency: 40, serviceTime: 20 };
  const calls = [{ id: "placed", stage: 9, probability: 0.3 }];
  edges[`${dice.pick(services)}->mail`] = { protocol: "amqp", calls };
  edges["mail->worker"] = { protocol: "amqp", prefetch: 40, concurrency: 40 };
}

export function hardDesign(dice: Dice): HardDesign {
  const layers = drawLayers(dice);
  const links = drawLinks(dice, layers);
  const services = layers.flat();
  const stations = ["front", ...services, SHARED];
  const ratePerS = dice.whole(60, 150);
  const sizing = sizesOf(dice, stations, links);
  const nodes: Record<string, NodeDocument> = {
    users: { kind: "client", ratePerS, requests: { request: { goalMs: 2000 } } },
  };
  for (const id of stations) nodes[id] = stationOf(dice, id, ratePerS, sizing);
  const edges: Record<string, EdgeDocument> = {
    "users->front": {
      networkMs: 10,
      timeoutMs: 4000,
      ...(dice.chance(0.5) ? { retry: retryOf(dice) } : {}),
    },
  };
  for (const link of links) {
    edges[`${link.from}->${link.to}`] = edgeOf(dice, link, ratePerS, sizing);
  }
  const inner = Object.keys(edges).filter((id) => id !== "users->front");
  if (dice.chance(0.4)) addQueue(dice, services, nodes, edges);
  return {
    ratePerS,
    nodes,
    edges,
    stations,
    links: inner,
    pooled: inner.filter((id) => edges[id] !== undefined && "pool" in edges[id]),
    replicas: Object.fromEntries(stations.map((id) => [id, Number(nodes[id]?.replicas ?? 1)])),
  };
}
