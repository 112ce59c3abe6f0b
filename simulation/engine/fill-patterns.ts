// Writes what patterns over brokers ask for (replies, outboxes, inboxes), and reports what they did.
import { schedule } from "../core/event-list.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import type { OperationDescriptor } from "../kinds/descriptors.ts";
import { consumers } from "../primitives/consumer-rows.ts";
import { OUTBOX_POLL } from "../primitives/event-kinds.ts";
import { inboxes, openInboxes, skipped } from "../primitives/inbox.ts";
import { outboxes, STORES_FIRST, touchOutbox } from "../primitives/outbox.ts";
import { edges, operations, plans, stages } from "../primitives/parameters.ts";
import {
  dualWrites,
  NUMBERS_PUBLISHES,
  operationWrites,
  PUBLISHES,
  planWrites,
} from "../primitives/publish-identity.ts";
import { replyCounts, WAITS_FOR_REPLY } from "../primitives/reply-rows.ts";
import type { EdgeResult } from "../results/run-result.ts";
import type { ResolvedEdge, ResolvedNode } from "../scenario/document.ts";
import type { Program } from "./program.ts";
import { backlogNamesOf, subscriptionsOf } from "./subscriptions.ts";

interface OutboxValues {
  readonly intervalMs: number;
  readonly batchMax: number;
}

interface ReconciliationValues {
  readonly everyMs: number;
  readonly batchMax: number;
}

interface InboxValues {
  readonly windowMs: number;
  readonly lookupMs: number;
}

function outboxOf({ values }: ResolvedEdge): OutboxValues | null {
  return (values.outbox as unknown as OutboxValues | null | undefined) ?? null;
}

function reconciliationOf({ values }: ResolvedEdge): ReconciliationValues | null {
  return (values.reconciliation as unknown as ReconciliationValues | null | undefined) ?? null;
}

function inboxOf({ values }: ResolvedEdge): InboxValues | null {
  return (values.inbox as unknown as InboxValues | null | undefined) ?? null;
}

/** Numbers of all edges, which must be filled in with brokers and consumers; relays start at time 0. */
export function fillPatterns(program: Program, fresh: boolean): string | null {
  const list = program.scenario.edges;
  for (const table of [replyCounts, dualWrites, outboxes]) table.occupy(list.length);
  const afterWrite = markWrites(program);
  const numbered = new Set<string>();
  for (const [edge, resolved] of list.entries()) {
    const { values, sort, to } = resolved;
    if (values.replyTo === true) edges.guards[edge] |= WAITS_FOR_REPLY;
    const outbox = outboxOf(resolved);
    const job = reconciliationOf(resolved);
    outboxes.intervalMs[edge] = outbox?.intervalMs ?? job?.everyMs ?? 0;
    outboxes.batchMax[edge] = outbox?.batchMax ?? job?.batchMax ?? 0;
    if (outbox !== null) edges.guards[edge] |= STORES_FIRST;
    const asked = outbox !== null || afterWrite.has(edge) || hasInbox(list, to);
    if (sort !== "publish" || !asked) continue;
    edges.guards[edge] |= NUMBERS_PUBLISHES;
    numbered.add(to);
  }
  if (!fresh) return null;
  followQueues(program, numbered);
  for (let edge = 0; edge < list.length; edge++) startRelay(edge);
  return null;
}

function hasInbox(list: readonly ResolvedEdge[], broker: string): boolean {
  return list.some((edge) => edge.from === broker && inboxOf(edge) !== null);
}

/**
 * Whether a call writes data: an append to an event store, or a query. Where a database says of some of
 * its operations that they change data or lock a row, the others are taken for reads.
 */
function writeTest({ scenario, graph }: Program): (edge: number, operation: number) => boolean {
  const changes = (work: OperationDescriptor | null): boolean =>
    work?.changesData === true || work?.locksRow === true || (work?.readsBefore ?? null) !== null;
  const declares = new Set(scenario.nodes.filter(saysWrites).map(({ id }) => id));
  return (edge, operation) => {
    const { sort, protocol, to = "" } = scenario.edges[edge] ?? {};
    const work = graph.operations[operation]?.work ?? null;
    if (sort !== "call") return false;
    if (protocol === "event-store") return work?.access === "write";
    return protocol === "sql" && (changes(work) || !declares.has(to));
  };
}

function saysWrites({ operations: own }: ResolvedNode): boolean {
  return Object.values(own).some((said) => said.write || said.locksRow || said.conditional);
}

/** Says of each plan whether it writes, or is a publish after that; returns the edges of the latter. */
function markWrites(program: Program): ReadonlySet<number> {
  const { scenario } = program;
  const writes = writeTest(program);
  const found = new Set<number>();
  planWrites.occupy(plans.highWater);
  operationWrites.occupy(operations.highWater);
  for (let row = 0; row < operations.highWater; row++) {
    operationWrites.onFailure[row] &= ~PUBLISHES;
    let written = 0;
    for (let at = 0; at < operations.stageCount[row]; at++) {
      const stage = operations.firstStage[row] + at;
      let writesNow = false;
      for (let at = 0; at < stages.planCount[stage]; at++) {
        const plan = stages.firstPlan[stage] + at;
        const edge = scenario.edges[plans.edge[plan]];
        const isQuery = writes(plans.edge[plan], plans.operation[plan]);
        planWrites.isQuery[plan] = isQuery ? 1 : 0;
        planWrites.after[plan] = edge?.sort === "publish" ? written : 0;
        if (planWrites.after[plan] !== 0) {
          found.add(plans.edge[plan]);
          operationWrites.onFailure[row] |= PUBLISHES;
        }
        writesNow ||= isQuery;
      }
      if (writesNow && written === 0) written = at + 1;
    }
  }
  return found;
}

/** Places of the queues and groups of the brokers to which numbered messages come. */
let places: ReadonlyMap<string, number> = new Map();

function followQueues(program: Program, numbered: ReadonlySet<string>): void {
  const found = new Map<string, number>();
  inboxes.occupy(consumers.highWater);
  for (const [node, { id }] of program.nodes.entries()) {
    if (!numbered.has(id)) continue;
    for (const name of backlogNamesOf(program, node)) {
      found.set(`${node} ${name}`, found.size + 1);
      for (const { edge, resolved } of subscriptionsOf(program, node, name)) {
        const inbox = inboxOf(resolved);
        for (let consumer = 0; consumer < consumers.highWater; consumer++) {
          if (consumers.edge[consumer] !== edge) continue;
          inboxes.place[consumer] = found.size;
          inboxes.on[consumer] = inbox === null ? 0 : 1;
          inboxes.windowMs[consumer] = inbox?.windowMs ?? 0;
          inboxes.lookupMs[consumer] = inbox?.lookupMs ?? 0;
        }
      }
    }
  }
  places = found;
  openInboxes(found.size);
  skipped.occupy(found.size);
}

function startRelay(edge: number): void {
  if (outboxes.intervalMs[edge] === 0) return;
  registers[AT] = outboxes.intervalMs[edge];
  schedule(OUTBOX_POLL, edge, 0);
}

/** The measured period begins now. */
export function restartPatterns(): void {
  for (const column of [replyCounts.orphans, replyCounts.lost]) {
    column.fill(0, 0, replyCounts.highWater);
  }
  for (const column of [dualWrites.lost, dualWrites.doubled]) {
    column.fill(0, 0, dualWrites.highWater);
  }
  skipped.count.fill(0, 0, skipped.highWater);
  for (let edge = 0; edge < outboxes.highWater; edge++) {
    touchOutbox(edge);
    outboxes.levelTime[edge] = 0;
    outboxes.levelMax[edge] = outboxes.level[edge];
    outboxes.lagMax[edge] = 0;
    outboxes.written[edge] = 0;
    outboxes.published[edge] = 0;
  }
}

/** What an edge reports of the patterns that it takes part in, over a period of `periodMs`. */
export function patternResultOf(edge: number, periodMs: number): Partial<EdgeResult> {
  const guards = edges.guards[edge];
  return {
    ...((guards & WAITS_FOR_REPLY) === 0
      ? {}
      : { orphanReplies: replyCounts.orphans[edge], lostReplies: replyCounts.lost[edge] }),
    ...((guards & NUMBERS_PUBLISHES) === 0
      ? {}
      : { dualWrite: { lost: dualWrites.lost[edge], doubled: dualWrites.doubled[edge] } }),
    ...((guards & STORES_FIRST) === 0 ? {} : { outbox: outboxResultOf(edge, periodMs) }),
    ...(isReconciled(edge) ? { reconciliation: outboxResultOf(edge, periodMs) } : {}),
  };
}

/** Its outbox holds what a job has found missing. */
function isReconciled(edge: number): boolean {
  return outboxes.intervalMs[edge] !== 0 && (edges.guards[edge] & STORES_FIRST) === 0;
}

function outboxResultOf(edge: number, periodMs: number): NonNullable<EdgeResult["outbox"]> {
  const since = registers[NOW] - outboxes.changedAt[edge];
  const levelTime = outboxes.levelTime[edge] + since * outboxes.level[edge];
  return {
    written: outboxes.written[edge],
    published: outboxes.published[edge],
    backlog: { mean: levelTime / periodMs, max: outboxes.levelMax[edge] },
    backlogAtEnd: outboxes.level[edge],
    lagMs: { max: outboxes.lagMax[edge] },
  };
}

/** Duplicates that the consumers of a queue or group passed over; only where one has an inbox. */
export function skippedBy(node: number, name: string): { readonly duplicatesSkipped?: number } {
  const place = places.get(`${node} ${name}`);
  if (place === undefined) return {};
  for (let consumer = 0; consumer < inboxes.highWater; consumer++) {
    if (inboxes.place[consumer] === place && inboxes.on[consumer] === 1) {
      return { duplicatesSkipped: skipped.count[place - 1] };
    }
  }
  return {};
}
