// The steps of single messages, where a run records details.
import { brokers, consumers } from "../primitives/consumer-rows.ts";
import { recordsLoad } from "../primitives/instance-load.ts";
import { ENDED_AS, messageLog, WAS_DELIVERED } from "../primitives/message-log.ts";
import { instances } from "../primitives/node-state.ts";
import type { EngineTotals } from "../results/engine-port.ts";
import { DEATH_REASONS, MESSAGE_ENDINGS } from "../results/outcomes.ts";
import type { MessageStep, NodeResult } from "../results/run-result.ts";
import type { Program } from "./program.ts";
import { backlogNamesOf } from "./subscriptions.ts";

const STEPS = [
  "routed",
  "refused",
  "delivered",
  "returned",
  "applied",
  "passedOver",
  ...MESSAGE_ENDINGS,
] as const;

function consumerName(program: Program, consumer: number): string {
  const instance = consumers.instance[consumer];
  const node = program.nodes[instances.node[instance]];
  return `${node?.id}[${instance - (node?.firstInstance ?? 0)}]`;
}

/** The partition of a record, or the group of a message. */
function partOf(row: number, isLog: boolean): { partition?: number; group?: number } {
  const part = messageLog.part[row];
  if (part < 0) return {};
  return isLog ? { partition: part } : { group: part };
}

function stepOf(program: Program, row: number, queue: string, isLog: boolean): MessageStep {
  const what = messageLog.what[row];
  const consumer = messageLog.consumer[row];
  const reason = DEATH_REASONS[messageLog.reason[row] - 1];
  const count = messageLog.count[row];
  return {
    atMs: messageLog.at[row],
    queue,
    message: messageLog.number[row],
    operation: program.graph.operations[messageLog.operation[row]]?.name ?? "",
    step: STEPS[what] ?? "lost",
    ...partOf(row, isLog),
    ...(consumer >= 0 ? { consumer: consumerName(program, consumer) } : {}),
    ...(what === WAS_DELIVERED || consumer >= 0 ? { returns: count } : {}),
    ...(what >= ENDED_AS && reason !== undefined ? { reason, deaths: count } : {}),
  };
}

/** Totals with the first steps of each broker's messages; no part of the digest. */
export function withMessageSteps(totals: EngineTotals, program: Program): EngineTotals {
  if (!recordsLoad()) return totals;
  const found: Record<string, NodeResult> = { ...totals.nodes };
  program.nodes.forEach(({ id, descriptor }, node) => {
    const result = found[id];
    const isLog = descriptor.primitive === "log";
    if (result === undefined || !(isLog || descriptor.primitive === "mailbox")) return;
    const names = backlogNamesOf(program, node);
    const first = isLog ? brokers.firstGroup[node] : brokers.firstQueue[node];
    const steps: MessageStep[] = [];
    for (let row = 0; row < messageLog.highWater; row++) {
      if (messageLog.node[row] !== node) continue;
      const name = names[messageLog.queue[row] - first] ?? "";
      steps.push(stepOf(program, row, name, isLog));
    }
    found[id] = { ...result, messages: steps };
  });
  return { ...totals, nodes: found };
}
