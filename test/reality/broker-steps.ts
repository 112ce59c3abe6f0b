// What single messages went through at the broker of a measured case, in the words of the measurements.
import { readFileSync } from "node:fs";
import type { BrokerResult, MessageStep, NodeResult } from "../../simulation/results/run-result.ts";
import type { Json } from "../../simulation/scenario/document.ts";
import { play, scenarioOf, withValues } from "./measured.ts";

interface Listed {
  readonly id: string;
  readonly measured: Readonly<
    Record<string, { readonly mean?: number; readonly values?: Readonly<Record<string, number>> }>
  >;
  readonly parameters: Json;
  readonly observations?: { readonly table?: Readonly<Record<string, readonly string[]>> };
}

const FILE = new URL("../reference/reality.json", import.meta.url);
const cases = JSON.parse(readFileSync(FILE, "utf8")) as readonly Listed[];

export function caseOf(id: string): Listed {
  const found = cases.find((known) => known.id === id);
  if (found === undefined) throw new Error(`not measured: ${id}`);
  return found;
}

/** What repetitions of a measurement came to: one text, or several. */
export function textsOf(id: string, metric: string): readonly string[] {
  return Object.keys(caseOf(id).measured[metric]?.values ?? {});
}

export interface Broker {
  readonly result: NodeResult;
  readonly steps: readonly MessageStep[];
  /** How many calls of the publishers were confirmed and refused. */
  readonly acked: number;
  readonly nacked: number;
  queue(name: string): BrokerResult;
  /** Steps of one sort in a queue, in order of time. */
  of(queue: string, ...sorts: readonly MessageStep["step"][]): readonly MessageStep[];
}

/** Plays the scenario of a case and looks at its broker. */
export function playBroker(id: string, set: Readonly<Record<string, Json>> = {}): Broker {
  const { totals } = play(withValues(scenarioOf(id), set));
  const result = totals.nodes.mq;
  if (result?.messages === undefined) throw new Error("no steps");
  const steps = result.messages;
  const bad = totals.checks.filter(({ difference }) => !(difference <= 1e-9));
  if (bad.length > 0) throw new Error(JSON.stringify(bad));
  const all = totals.endToEnd.all;
  return {
    result,
    steps,
    acked: all?.ok ?? 0,
    nacked: Object.values(all?.failed ?? {}).reduce((sum, count) => sum + count, 0),
    queue: (name) => {
      const found = result.queues?.[name];
      if (found === undefined) throw new Error(`no queue ${name}`);
      return found;
    },
    of: (queue, ...sorts) =>
      steps.filter((step) => step.queue === queue && sorts.includes(step.step)),
  };
}

export function numbersOf(steps: readonly MessageStep[]): string {
  return steps.map(({ message }) => message).join(" ");
}

/** Deliveries as the measurements write them: number, then r when it was delivered before. */
export function deliveriesOf(steps: readonly MessageStep[]): string {
  return steps.map(({ message, returns = 0 }) => `${message}${returns > 0 ? "r" : ""}`).join(" ");
}

/** Numbers of the messages that a queue holds at the end, in the order in which they came. */
export function keptIn(broker: Broker, queue: string): string {
  const ended = new Set(
    broker
      .of(queue, "acked", "deadLettered", "expired", "dropped", "lost", "purged")
      .map(({ message }) => message),
  );
  return numbersOf(broker.of(queue, "routed").filter(({ message }) => !ended.has(message)));
}
