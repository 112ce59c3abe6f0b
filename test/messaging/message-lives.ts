// The lives of single messages, worked out from their steps alone: every copy of a message in a queue
// follows its path from coming in to its one ending, and what a queue counts is counted again here.
import { MESSAGE_ENDINGS, type MessageEnding } from "../../simulation/results/outcomes.ts";
import type { BrokerResult, MessageStep } from "../../simulation/results/run-result.ts";

interface Delivery {
  readonly consumer: string;
  readonly returns: number;
  readonly atMs: number;
  applied: boolean;
  /** Infinity: never. */
  appliedAt: number;
  /** Its settlement was what ended the copy. */
  settled: boolean;
  /** When the queue took the message back, NaN: never. */
  returnedAt: number;
}

/** One stay of a message in a queue; one that comes there again as a dead letter has another. */
export interface Copy {
  readonly message: number;
  readonly operation: string;
  readonly routedAt: number;
  readonly deliveries: Delivery[];
  returns: number;
  withConsumer: boolean;
  ending: MessageEnding | null;
  endedAt: number;
}

export interface QueueLives {
  readonly name: string;
  /** In the order in which they came. */
  readonly copies: Copy[];
  readonly refused: number;
  /** Deaths by reason, of copies and of what was refused. */
  readonly deaths: Readonly<Record<string, number>>;
}

export interface Lives {
  readonly queues: Readonly<Record<string, QueueLives>>;
  /** Steps that do not follow from what went before. */
  readonly broken: readonly string[];
}

interface Open {
  name: string;
  copies: Copy[];
  refused: number;
  deaths: Record<string, number>;
  /** The latest copy of each message, which may have ended. */
  latest: Map<number, Copy>;
  /** Messages that were refused just now, and may be dead letters of that. */
  turnedAway: Set<number>;
}

function isEnding(step: string): step is MessageEnding {
  return (MESSAGE_ENDINGS as readonly string[]).includes(step);
}

/** Follows all messages of a broker. */
export function livesOf(steps: readonly MessageStep[]): Lives {
  const queues: Record<string, Open> = {};
  const broken: string[] = [];
  for (const step of steps) {
    const { queue: name } = step;
    queues[name] ??= {
      name,
      copies: [],
      refused: 0,
      deaths: {},
      latest: new Map(),
      turnedAway: new Set(),
    };
    const fault = follow(queues[name], step);
    if (fault !== null) broken.push(`${fault}: ${JSON.stringify(step)}`);
  }
  return { queues, broken };
}

function follow(queue: Open, step: MessageStep): string | null {
  const { message, atMs } = step;
  const copy = queue.latest.get(message);
  const isThere = copy !== undefined && copy.ending === null;
  if (step.reason !== undefined) {
    queue.deaths[step.reason] = (queue.deaths[step.reason] ?? 0) + 1;
  }
  if (step.step === "routed") return enter(queue, step, isThere);
  if (step.step === "refused") {
    queue.refused++;
    queue.turnedAway.add(message);
    return null;
  }
  if (step.step === "applied" || step.step === "passedOver") return apply(copy, step);
  if (isEnding(step.step) && queue.turnedAway.delete(message)) {
    return step.reason === "maxlen" ? null : "what was refused dies of its queue's length";
  }
  if (!isThere) return "it is not in the queue";
  if (step.step === "delivered") return deliver(copy, step);
  if (step.step === "returned") {
    if (!copy.withConsumer) return "it was with nobody";
    const last = copy.deliveries.at(-1);
    if (last !== undefined) last.returnedAt = atMs;
    copy.withConsumer = false;
    copy.returns++;
    return null;
  }
  copy.ending = step.step;
  copy.endedAt = atMs;
  if (step.step !== "acked") return null;
  const last = copy.withConsumer ? copy.deliveries.at(-1) : undefined;
  // One that came late names its delivery.
  const settled = step.consumer === undefined ? last : deliveryOf(copy, step);
  if (settled === undefined) return "nobody had it to settle it";
  settled.settled = true;
  return null;
}

function deliveryOf(copy: Copy | undefined, step: MessageStep): Delivery | undefined {
  return copy?.deliveries.find(
    ({ consumer, returns }) => consumer === step.consumer && returns === step.returns,
  );
}

/** Deliveries that are with consumers, at most at a time: of each of them, and of all together. */
export function mostAtOnce(steps: readonly MessageStep[], queue: string): Record<string, number> {
  const most: Record<string, number> = { all: 0 };
  const held: Record<string, number> = { all: 0 };
  const holder = new Map<number, string>();
  const change = (name: string, by: number) => {
    held[name] = (held[name] ?? 0) + by;
    most[name] = Math.max(most[name] ?? 0, held[name] ?? 0);
  };
  for (const { queue: name, message, step, consumer } of steps) {
    if (name !== queue || step === "applied" || step === "passedOver") continue;
    if (step === "delivered" && consumer !== undefined) {
      holder.set(message, consumer);
      change(consumer, 1);
      change("all", 1);
      continue;
    }
    const by = holder.get(message);
    if (by === undefined) continue;
    holder.delete(message);
    change(by, -1);
    change("all", -1);
  }
  return most;
}

function enter(queue: Open, step: MessageStep, isThere: boolean): string | null {
  const copy: Copy = {
    message: step.message,
    operation: step.operation,
    routedAt: step.atMs,
    deliveries: [],
    returns: 0,
    withConsumer: false,
    ending: null,
    endedAt: Number.NaN,
  };
  queue.turnedAway.delete(step.message);
  queue.latest.set(step.message, copy);
  queue.copies.push(copy);
  return isThere ? "it is in the queue already" : null;
}

function deliver(copy: Copy, { consumer = "", returns = -1, atMs }: MessageStep): string | null {
  if (copy.withConsumer) return "it is with somebody already";
  copy.withConsumer = true;
  copy.deliveries.push({
    consumer,
    returns,
    atMs,
    applied: false,
    appliedAt: Infinity,
    settled: false,
    returnedAt: Number.NaN,
  });
  return returns === copy.returns ? null : `it had come back ${copy.returns} times`;
}

function apply(copy: Copy | undefined, step: MessageStep): string | null {
  const delivery = deliveryOf(copy, step);
  if (delivery === undefined) return "it was never delivered there";
  if (delivery.applied) return "that delivery was applied before";
  delivery.applied = true;
  delivery.appliedAt = step.atMs;
  return null;
}

function countOf<T>(of: readonly T[], holds: (one: T) => boolean): number {
  return of.reduce((sum, one) => sum + (holds(one) ? 1 : 0), 0);
}

/** How often a message took effect. */
export function timesApplied({ deliveries }: Copy): number {
  return countOf(deliveries, ({ applied }) => applied);
}

/**
 * Applied deliveries whose settlement came to nothing, so that the queue gives the message out once
 * more. One that may still be on its way is none, nor one that was lost at once.
 */
function voidlyApplied(copy: Copy): number {
  const last = copy.withConsumer && copy.ending === null ? copy.deliveries.at(-1) : undefined;
  return countOf(copy.deliveries, (one) => {
    if (!one.applied || one.settled || one === last) return false;
    return copy.ending !== "lost" || one.returnedAt < copy.endedAt;
  });
}

/** What the steps of a queue say that its results should be. */
export function recountOf(lives: QueueLives): Partial<BrokerResult> {
  const { copies, deaths } = lives;
  const deliveries = copies.flatMap((copy) => copy.deliveries);
  const endings = Object.fromEntries(
    MESSAGE_ENDINGS.map((name) => [name, countOf(copies, ({ ending }) => ending === name)]),
  ) as BrokerResult["endings"];
  return {
    routed: copies.length,
    delivered: deliveries.length,
    redelivered: countOf(deliveries, ({ returns }) => returns > 0),
    duplicates: copies.reduce((sum, copy) => sum + voidlyApplied(copy), 0),
    endings,
    deaths,
    backlogAtEnd: countOf(copies, ({ ending }) => ending === null),
    inDeliveryAtEnd: countOf(copies, ({ ending, withConsumer }) => ending === null && withConsumer),
  };
}
