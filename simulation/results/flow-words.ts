// Words for what became of a flow's messages, the same in the command and on the page.
import type { Breach, FlowResult, Guarantee, LossCause } from "./flow-result.ts";
import type { DeathReason } from "./outcomes.ts";

export const GUARANTEE_WORDS: Readonly<Record<Guarantee, string>> = {
  none: "no guarantee",
  atMostOnce: "at most once",
  atLeastOnce: "at least once",
  effectivelyOnce: "effectively once",
};

export const LOSS_WORDS: Readonly<Record<LossCause, string>> = {
  broker: "broker went down",
  consumer: "consumer failed after delivery",
  noListener: "nobody subscribed",
  retention: "too old for the log",
  election: "election",
  offsetReset: "offset reset",
  deadLetter: "dead letter without a queue",
};

export const REASON_WORDS: Readonly<Record<DeathReason, string>> = {
  rejected: "rejected by consumer",
  expired: "expired",
  maxlen: "queue full",
  delivery_limit: "delivered too often",
};

const BREACH_WORDS: Readonly<Record<Breach, string>> = {
  lost: "acknowledged and lost",
  appliedTwice: "applied twice",
  outOfOrder: "out of order",
};

/** Counts by cause in words, the largest first; those of 0 are left out. */
export function countsOf<Name extends string>(
  counts: Partial<Record<Name, number>>,
  words: Readonly<Record<Name, string>>,
): { readonly words: string; readonly count: number }[] {
  return (Object.entries(counts) as [Name, number][])
    .filter(([, count]) => count > 0)
    .map(([name, count]) => ({ words: words[name], count }))
    .sort((a, b) => b.count - a.count);
}

export function sumOfCounts(counts: Partial<Record<string, number>>): number {
  return Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

/** "at least once, in order". */
export function promiseWords({ promise }: Pick<FlowResult, "promise">): string {
  const words = GUARANTEE_WORDS[promise.guarantee];
  return promise.ordered ? `${words}, in order` : words;
}

/** Breaches as counts and words; empty where the promise was kept. */
export function breachesIn({ broken }: Pick<FlowResult, "broken">) {
  return countsOf(broken, BREACH_WORDS);
}

/** "acknowledged publishes lost: 0; applied twice: 31". */
export function verdictOf(
  { acknowledgedLost, appliedTwice }: Pick<FlowResult, "acknowledgedLost" | "appliedTwice">,
  number: (value: number) => string,
): string {
  return `acknowledged publishes lost: ${number(acknowledgedLost)}; applied twice: ${number(appliedTwice)}`;
}
