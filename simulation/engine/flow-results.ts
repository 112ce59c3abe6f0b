// What flows come to over the measured period, and their conservation: what waited at its start and
// came in has met its fate or waits still, which is counted message by message.
import { backlogs } from "../primitives/backlog.ts";
import { brokers } from "../primitives/consumer-rows.ts";
import {
  COMPLETED,
  DEAD,
  FATES,
  flows,
  GONE,
  LOST_BROKER,
  PURGED_FATE,
  REDRIVEN_FATE,
} from "../primitives/flow-rows.ts";
import { flowOf } from "../primitives/flows.ts";
import { checkOf } from "../primitives/identity-check.ts";
import { rules } from "../primitives/lease-rows.ts";
import { groups, logs } from "../primitives/log-rows.ts";
import { queues } from "../primitives/mailbox-rows.ts";
import { LOG_BROKER, nodes, plans } from "../primitives/parameters.ts";
import type { EngineTotals } from "../results/engine-port.ts";
import { type FlowResult, LOSS_CAUSES } from "../results/flow-result.ts";
import { DEATH_REASONS } from "../results/outcomes.ts";
import type { IdentityCheck } from "../results/run-result.ts";
import { countWaiting } from "./flow-counts.ts";
import { breachesOf, promiseOf } from "./flow-promise.ts";
import type { Program } from "./program.ts";
import { backlogNamesOf, operationsOf, subscriptionsOf } from "./subscriptions.ts";
import { summarize } from "./totals.ts";

/** A queue or group of a broker. */
interface Backlog {
  readonly node: number;
  readonly row: number;
  readonly name: string;
  readonly backlog: number;
  readonly isLog: boolean;
}

function backlogsOf(program: Program, node: number): Backlog[] {
  const isLog = nodes.primitive[node] === LOG_BROKER;
  const first = isLog ? brokers.firstGroup[node] : brokers.firstQueue[node];
  return backlogNamesOf(program, node).map((name, at) => {
    const row = first + at;
    return { node, row, name, backlog: isLog ? groups.backlog[row] : queues.backlog[row], isLog };
  });
}

function fatesOf<Name extends string>(
  flow: number,
  first: number,
  names: readonly Name[],
): Partial<Record<Name, number>> {
  const found: Partial<Record<Name, number>> = {};
  names.forEach((name, at) => {
    const count = flows.fates[flow * FATES + first + at];
    if (count !== 0) found[name] = count;
  });
  return found;
}

function orderOf({ isLog, node, row }: Backlog): FlowResult["orderOf"] {
  if (isLog) return logs.keyCount[node] > 0 ? "key" : "queue";
  return rules.groupCount[row] > 0 ? "group" : "queue";
}

/** Edges whose calls are to an operation row. */
function publishersOf(program: Program, operation: number): string[] {
  const found = new Set<string>();
  for (let plan = 0; plan < plans.highWater; plan++) {
    const id = program.scenario.edges[plans.edge[plan]]?.id;
    if (plans.operation[plan] === operation && id !== undefined) found.add(id);
  }
  return [...found];
}

function flowResultOf(
  program: Program,
  backlog: Backlog,
  operation: { readonly row: number; readonly label: string },
  waiting: Float64Array,
): FlowResult {
  const flow = flowOf(backlog.backlog, operation.row);
  const histogram = flows.histogram[flow] - 1;
  const counted = {
    broker: program.nodes[backlog.node]?.id ?? "",
    operation: operation.label,
    to: backlog.name,
    publishers: publishersOf(program, operation.row),
    consumers: subscriptionsOf(program, backlog.node, backlog.name).map(
      ({ resolved }) => resolved.id,
    ),
    published: flows.published[flow],
    refused: flows.refused[flow],
    deduplicated: flows.deduplicated[flow],
    acknowledged: flows.acknowledged[flow],
    delivered: flows.delivered[flow],
    redelivered: flows.redelivered[flow],
    applied: flows.applied[flow],
    appliedTwice: flows.appliedTwice[flow],
    duplicatesSkipped: flows.duplicatesSkipped[flow],
    outOfOrder: flows.outOfOrder[flow],
    orderOf: orderOf(backlog),
    completed: flows.fates[flow * FATES + COMPLETED],
    replayed: flows.replayed[flow],
    deadLettered: fatesOf(flow, DEAD, DEATH_REASONS),
    dropped: fatesOf(flow, GONE, DEATH_REASONS),
    purged: flows.fates[flow * FATES + PURGED_FATE],
    redriven: flows.fates[flow * FATES + REDRIVEN_FATE],
    lostBy: fatesOf(flow, LOST_BROKER, LOSS_CAUSES),
    acknowledgedLost: flows.acknowledgedLost[flow],
    waitingAtStart: flows.waitingAtStart[flow],
    waitingAtEnd: waiting[flow] ?? 0,
    latencyMs: summarize(histogram < 0 ? new Int32Array(0) : Int32Array.of(histogram)),
  };
  const promise = promiseOf(backlog, operation.row);
  return { ...counted, promise, broken: breachesOf(promise, counted) };
}

function conservationOf(entity: string, flow: number, end: number): IdentityCheck {
  const taken = flows.published[flow] - flows.refused[flow] + flows.replayed[flow];
  let left = end;
  for (let fate = 0; fate < FATES; fate++) left += flows.fates[flow * FATES + fate];
  return checkOf(entity, "conservation", flows.waitingAtStart[flow] + taken, left);
}

/** Operations of a broker with names that tell them apart. */
function labelsOf(
  program: Program,
  node: number,
): { row: number; label: string; isUnnamed: boolean }[] {
  const taken = new Set<string>();
  return operationsOf(program, node).map(({ row, name }) => {
    let label = name === "" ? "*" : name;
    for (let at = 2; taken.has(label); at++) label = `${name === "" ? "*" : name} ${at}`;
    taken.add(label);
    return { row, label, isUnnamed: name === "" };
  });
}

/** Totals with the flows of all brokers; no part of the digest. */
export function withFlows(totals: EngineTotals, program: Program): EngineTotals {
  if (backlogs.highWater === 0) return totals;
  const found: Record<string, FlowResult> = {};
  const checks = [...totals.checks];
  const waiting = countWaiting();
  for (let node = 0; node < program.nodes.length; node++) {
    const named = labelsOf(program, node);
    for (const backlog of backlogsOf(program, node)) {
      for (const operation of named) {
        const flow = flowOf(backlog.backlog, operation.row);
        const came = flows.published[flow] + flows.waitingAtStart[flow];
        // What nobody calls by name is there for every broker, though few are asked for it.
        if (came === 0 && (flows.reached[flow] === 0 || operation.isUnnamed)) continue;
        const key = `${program.nodes[node]?.id}/${operation.label}->${backlog.name}`;
        found[key] = flowResultOf(program, backlog, operation, waiting);
        checks.push(conservationOf(key, flow, waiting[flow] ?? 0));
      }
    }
  }
  return { ...totals, flows: found, checks };
}
