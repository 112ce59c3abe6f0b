// What a node says about itself: the few numbers on its card and the sentence for screen readers.

import type { OfferedHere } from "../store/assessment.ts";
import type { NodeLive } from "../store/live-values.ts";
import { formatCount, formatDuration, formatRate, formatRatio } from "../ui/format.ts";
import type { NodeCardData } from "./flow-elements.ts";
import { offeredSentence, offeredWords } from "./offered-words.ts";

export type CardMark = "again" | "dead";

export interface CardWords {
  /** Left, in the strong tone; a lone sentence in the soft tone if `right` is null. */
  readonly left: string;
  readonly right: { readonly label: string; readonly value: string } | null;
  /** Number beside the bar; null: no bar. */
  readonly queue: string | null;
  /** Filled share of the bar, 0..1. */
  readonly fill: number;
  /** Color of the bar where it is not the usual one of queues. */
  readonly bar?: string | undefined;
  /** Of a broker: messages come back, messages die. */
  readonly marks?: readonly CardMark[];
  /** Before a run: it saturates before the others. */
  readonly isFirst?: boolean;
}

/** Widths of the interface font at 11 px, figures of one width, and the least room between, px. */
const LETTERS_PX: readonly (readonly [RegExp, number])[] = [
  [/[\d<>×~≈∞]/, 6.9],
  [/[ .,l]/, 3.1],
  [/[%mµ]/, 9.2],
];
const OTHER_LETTER_PX = 6.4;
const BETWEEN_NUMBERS_PX = 8;

function lettersWidth(text: string): number {
  const widthOf = (letter: string) =>
    LETTERS_PX.find(([letters]) => letters.test(letter))?.[1] ?? OTHER_LETTER_PX;
  return [...text].reduce((sum, letter) => sum + widthOf(letter), 0);
}

/** Room that the row of rate and latency (or load) takes at 11 px, its two ends apart. */
export function rowWidth({ left, right }: CardWords): number {
  if (right === null) return lettersWidth(left);
  return lettersWidth(`${left}${right.label} ${right.value}`) + BETWEEN_NUMBERS_PX;
}

function isIdle(live: NodeLive): boolean {
  return live.ratePerS === 0 && !(live.inFlight > 0) && !(live.queue > 0) && !(live.backlog > 0);
}

/** A backlog has no bound to compare with: the bar is full at a hundred messages. */
const FULL_BACKLOG = 100;
/** An unbounded queue likewise. */
const FULL_QUEUE = 100;

function barFill(live: NodeLive, isBroker: boolean): number {
  const length = isBroker ? live.backlog : live.queue;
  const bounded = Number.isFinite(live.queueBound) && live.queueBound > 0;
  const full = bounded ? live.queueBound : isBroker ? FULL_BACKLOG : FULL_QUEUE;
  return Math.max(0, Math.min(1, length / full || 0));
}

/** `offered`: what is known before a run; null once there is one. */
export function cardWords(
  card: NodeCardData,
  live: NodeLive | null,
  offered: OfferedHere | null = null,
): CardWords {
  if (offered && card.connected && (!live || isIdle(live))) return offeredWords(offered);
  if (!live) {
    const left = card.connected ? card.kindLabel : "not connected yet";
    return { left, right: null, queue: null, fill: 0 };
  }
  const isBroker = card.family === "messaging";
  const length = isBroker ? live.backlog : live.queue;
  const queue = card.isSource || Number.isNaN(length) ? null : formatCount(Math.round(length));
  const fill = barFill(live, isBroker);
  if (isIdle(live)) {
    const left = isBroker ? "no messages arriving" : "idle";
    return { left, right: null, queue, fill };
  }
  const right = isBroker
    ? { label: "oldest", value: formatDuration(live.oldestMs) }
    : Number.isFinite(live.hitRatio)
      ? { label: "hits", value: formatRatio(live.hitRatio) }
      : { label: "p99", value: formatDuration(live.p99Ms) };
  const words = { left: formatRate(live.ratePerS), right, queue, fill };
  return isBroker ? { ...words, marks: marksOf(live) } : words;
}

function marksOf({ redeliveredPerS, deadPerS }: NodeLive): CardMark[] {
  return [
    ...(redeliveredPerS > 0 ? ["again" as const] : []),
    ...(deadPerS > 0 ? ["dead" as const] : []),
  ];
}

/** "14 messages waiting, the oldest for 2.31 s, 3.00/s delivered again" */
export function brokerWords({ backlog, oldestMs, redeliveredPerS, deadPerS }: NodeLive): string[] {
  const waiting =
    backlog > 0
      ? [
          `${formatCount(backlog)} ${backlog === 1 ? "message" : "messages"} waiting`,
          `the oldest for ${formatDuration(oldestMs)}`,
        ]
      : [];
  return [
    ...waiting,
    ...(redeliveredPerS > 0 ? [`${formatRate(redeliveredPerS)} delivered again`] : []),
    ...(deadPerS > 0 ? [`${formatRate(deadPerS)} dead-lettered`] : []),
  ];
}

/** "orders, service, healthy, 200 requests/s" */
export function cardSentence(
  card: NodeCardData,
  live: NodeLive | null,
  offered: OfferedHere | null = null,
): string {
  const what = [card.name, card.kindLabel.toLowerCase()];
  if (!live && !card.connected) return [...what, "not connected yet"].join(", ");
  const known = offered ? [offeredSentence(offered)] : [];
  if (!live) return [...what, "not simulated yet", ...known].join(", ");
  const noun = card.family === "messaging" ? "messages" : "requests";
  const rate = `${formatRate(live.ratePerS).replace("/s", "")} ${noun}/s`;
  const down = live.instancesUp < live.instances;
  const instances = down ? [`${live.instancesUp} of ${live.instances} instances up`] : [];
  const stored = card.family === "messaging" ? brokerWords(live) : [];
  const state = live.state ?? "no traffic";
  return [...what, state, rate, ...stored, ...instances, ...known].join(", ");
}
