// A run of a random design with a broker with queues, and the lives of its messages.
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { BrokerResult, MessageStep } from "../../simulation/results/run-result.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { nodeOf, simulate } from "../support/simulate.ts";
import { type Lives, livesOf } from "./message-lives.ts";

/** Steps that a broker records. */
const RECORDED_MAX = 2000;
export const DEAD_LETTERS = "dead-letters";

export interface Played {
  readonly document: ScenarioDocument;
  readonly totals: EngineTotals;
  readonly queues: Readonly<Record<string, BrokerResult>>;
  readonly steps: readonly MessageStep[];
  readonly lives: Lives;
  /** All steps were recorded. */
  readonly isWhole: boolean;
}

export function play({ document }: { readonly document: ScenarioDocument }): Played {
  const totals = simulate(document);
  const { messages = [], queues = {} } = nodeOf(totals, "mq");
  // Two copies of a message may meet there, and their steps do not tell them apart.
  const steps = messages.filter(({ queue }) => queue !== DEAD_LETTERS);
  const isWhole = messages.length < RECORDED_MAX;
  return { document, totals, queues, steps, lives: livesOf(steps), isWhole };
}
