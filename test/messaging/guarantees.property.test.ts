// What products promise, held against the steps of single messages under random faults.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edgeOf } from "../support/simulate.ts";
import { type Copy, mostAtOnce, timesApplied } from "./message-lives.ts";
import { DEAD_LETTERS, type Played, play } from "./play-mailbox.ts";
import { PRODUCTS, randomMailbox } from "./random-mailboxes.ts";

const RUNS = process.env.BROWNOUT_FULL ? 300 : 5;
const TIMEOUT_MS = process.env.BROWNOUT_FULL ? 900_000 : 60_000;

type Params = Readonly<Record<string, Json | undefined>>;

/** The values of the edge over which a queue's first consumer gets its messages. */
function deliveryOf({ document }: Played, queue: string): Params | null {
  for (const [id, edge] of Object.entries(document.edges)) {
    const values: Params = edge;
    const [from, to = ""] = id.split("->");
    if (from !== "mq") continue;
    const isDead = values.queue === DEAD_LETTERS;
    const own = document.nodes.mq?.kind === "sqs" ? "main" : (values.queue ?? values.group ?? to);
    const named = isDead
      ? DEAD_LETTERS
      : document.nodes.mq?.destination === "queue"
        ? "queue"
        : own;
    if (named === queue) return values;
  }
  return null;
}

/** The edge to a consumer, given one of its instances. */
function edgeTo({ document }: Played, instance: string): Params | undefined {
  return document.edges[`mq->${instance.replace(/\[.*/, "")}`];
}

function brokerOf({ document }: Played): Params {
  return document.nodes.mq ?? {};
}

/** Whether a message counts as done once it is handed over. */
function isAtMostOnce(played: Played, queue: string): boolean {
  const { kind, storage } = brokerOf(played);
  const values = deliveryOf(played, queue);
  return values?.ack === "auto" || values?.noAck === true || (kind === "nats" && !storage);
}

/** Whether what is in a queue outlives its broker. */
function isKept(played: Played, queue: string): boolean {
  const { kind, durable, queueType, persistent, destination, storage } = brokerOf(played);
  if (kind === "nats" && storage === undefined) return false;
  if (kind === "activemq" && destination === "topic") {
    return persistent === true && deliveryOf(played, queue)?.durable === true;
  }
  return queueType === "quorum" || (durable !== false && persistent !== false);
}

function faultsAt({ document }: Played): ReadonlySet<number> {
  const faults = Object.values(document.faults ?? {});
  const ofBroker = faults.filter(({ target }) => String(target).startsWith("mq"));
  return new Set(ofBroker.map(({ atS = 0 }) => atS * 1000));
}

function expectCause(played: Played, queue: string, copy: Copy, reasons: number): void {
  const values = deliveryOf(played, queue);
  const { ending, endedAt } = copy;
  if (ending === "lost") {
    const isTopic = brokerOf(played).destination === "topic" && values?.durable === false;
    expect(isTopic || faultsAt(played).has(endedAt)).toBe(true);
    if (isKept(played, queue)) expect(brokerOf(played).queueType).not.toBe("quorum");
  }
  // Else its consumer has given it up.
  if (ending === "dropped" && reasons === 0) {
    const giver = edgeTo(played, copy.deliveries.at(-1)?.consumer ?? "");
    expect(["drop", "term"]).toContain(giver?.onFailure);
  }
}

/** Nobody got more at a time than it asked for. */
function expectLimits(played: Played, queue: string): void {
  const values = deliveryOf(played, queue);
  if (values === null || isAtMostOnce(played, queue)) return;
  const { all = 0, ...each } = mostAtOnce(played.steps, queue);
  const limit = brokerOf(played).inFlightMax ?? values.maxAckPending;
  if (typeof limit === "number") expect(all).toBeLessThanOrEqual(limit);
  // What a consumer leaves unanswered it holds no more, though its queue leases it out still.
  if (!["rabbitmq", "activemq"].includes(String(brokerOf(played).kind))) return;
  for (const [consumer, count] of Object.entries(each)) {
    const { prefetch } = edgeTo(played, consumer) ?? {};
    if (typeof prefetch === "number") expect(count).toBeLessThanOrEqual(prefetch);
  }
}

/** Publishes that were confirmed are in every queue that gets everything, unless it may lose them. */
function expectConfirmedKept(played: Played, queue: string, copies: readonly Copy[]): void {
  const values = deliveryOf(played, queue);
  const getsAll = values !== null && (values.routingKey ?? "#") === "#";
  if (!getsAll || queue === DEAD_LETTERS || !isKept(played, queue)) return;
  const { totals } = played;
  const kept = new Set(copies.filter(({ ending }) => ending !== "lost").map((one) => one.message));
  expect(kept.size).toBeGreaterThanOrEqual(edgeOf(totals, "users->mq").ok);
}

/**
 * The same with deliveries that do not come back while they wait in a consumer's buffer: else a
 * consumer may be given the same messages again and again and never be in time with one.
 */
function withLongLeases(document: ScenarioDocument): ScenarioDocument {
  const edges = Object.entries(document.edges).map(([id, edge]) => {
    const { ackWaitMs, ackDeadlineMs, ...rest } = edge;
    const own = {
      ...rest,
      ...(ackWaitMs === undefined ? {} : { ackWaitMs: 5000, backOffMs: null }),
      ...(ackDeadlineMs === undefined ? {} : { ackDeadlineMs: 5000 }),
    };
    return [id, own] as const;
  });
  return { ...document, edges: Object.fromEntries(edges) };
}

describe.each(Object.keys(PRODUCTS))("%s", (product) => {
  it("keeps its promises", { timeout: TIMEOUT_MS }, () => {
    fc.assert(
      fc.property(randomMailbox(product), (design) => {
        const played = play(design);
        if (!played.isWhole) return;
        for (const [queue, { copies, deaths }] of Object.entries(played.lives.queues)) {
          const reasons = Object.values(deaths).reduce((sum, count) => sum + count, 0);
          const once = isAtMostOnce(played, queue);
          for (const copy of copies) {
            if (once) {
              expect(copy.deliveries.length).toBeLessThanOrEqual(1);
              expect(timesApplied(copy)).toBeLessThanOrEqual(1);
            } else if (copy.ending === "acked") {
              expect(timesApplied(copy)).toBeGreaterThanOrEqual(1);
            }
            expectCause(played, queue, copy, reasons);
          }
          expectLimits(played, queue);
          expectConfirmedKept(played, queue, copies);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("comes to rest: whatever has a consumer arrives", { timeout: TIMEOUT_MS }, () => {
    fc.assert(
      fc.property(randomMailbox(product, 300), (design) => {
        const played = play({ document: withLongLeases(design.document) });
        for (const [name, queue] of Object.entries(played.queues)) {
          const values = deliveryOf(played, name);
          const growsForEver = values?.exponentialBackOff && values.maximumRedeliveries === null;
          if (values === null || growsForEver === true) continue;
          expect({ name, ...queue }).toMatchObject({ name, backlogAtEnd: 0, inDeliveryAtEnd: 0 });
        }
        const dead = played.queues[DEAD_LETTERS];
        if (dead === undefined || brokerOf(played).kind === "rabbitmq") return;
        const buried = Object.entries(played.queues).map(([name, { endings }]) =>
          name === DEAD_LETTERS ? 0 : endings.deadLettered,
        );
        expect(dead.routed).toBe(buried.reduce((sum, count) => sum + count, 0));
      }),
      { numRuns: RUNS },
    );
  });
});
