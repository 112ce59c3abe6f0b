// Writes event stores and the read models that follow them into their columns, and reports of them.
import { brokers } from "../primitives/consumer-rows.ts";
import {
  eventStores,
  KEEPS_STREAMS,
  readModels,
  streamOperations,
  streams,
} from "../primitives/event-store-rows.ts";
import { WATCH_DATA } from "../primitives/lock-rows.ts";
import { ACKS_LEADER, logEdges } from "../primitives/log-rows.ts";
import { nodes, operations } from "../primitives/parameters.ts";
import type { ReadModelResult, StreamsResult } from "../results/event-store-result.ts";
import type { Program } from "./program.ts";
import { backlogNamesOf } from "./subscriptions.ts";

/** All nodes and operations; brokers must be filled in. Null or the name of the table that is too small. */
export function fillEventStores(program: Program): string | null {
  if (!eventStores.occupy(nodes.highWater) || !readModels.occupy(nodes.highWater)) return "nodes";
  if (!streamOperations.occupy(operations.highWater)) return "operations";
  let next = 0;
  for (const [node, { descriptor }] of program.nodes.entries()) {
    const of = descriptor.primitive === "log" ? (descriptor.log.streams ?? null) : null;
    eventStores.isOne[node] = of === null ? 0 : 1;
    if (of === null) continue;
    nodes.mode[node] |= KEEPS_STREAMS;
    eventStores.firstStream[node] = next;
    next += nodes.keyCount[node];
    if (!streams.occupy(next)) return streams.name;
    eventStores.eventsBefore[node] = of.eventsBefore;
    eventStores.eventMs[node] = of.eventMs;
    eventStores.snapshotEvery[node] = of.snapshotEvery ?? 0;
    eventStores.snapshotMs[node] = of.snapshotMs;
  }
  for (const [row, { node, work }] of program.graph.operations.entries()) {
    streamOperations.loads[row] = eventStores.isOne[node] === 1 && work?.access === "read" ? 1 : 0;
  }
  acknowledgeAppends(program);
  placeReadModels(program);
  for (const [row, { node, work }] of program.graph.operations.entries()) {
    const refuses = work?.needsCurrent === true && readModels.group[node] !== 0;
    streamOperations.needsCurrent[row] = refuses ? 1 : 0;
    if (refuses) nodes.mode[node] |= KEEPS_STREAMS;
  }
  return null;
}

/** Who has appended is told that the event is there. */
function acknowledgeAppends(program: Program): void {
  for (const [edge, { to }] of program.scenario.edges.entries()) {
    if (eventStores.isOne[program.index.nodeOf(to)] === 1) logEdges.acks[edge] = ACKS_LEADER;
  }
}

/** A node that consumes from event stores and is called is a read model of the first of them. */
function placeReadModels(program: Program): void {
  const { edges } = program.scenario;
  const called = new Set(edges.flatMap(({ sort, to }) => (sort === "call" ? [to] : [])));
  for (const { sort, from, to, values } of edges) {
    const store = program.index.nodeOf(from);
    const node = program.index.nodeOf(to);
    if (sort !== "deliver" || eventStores.isOne[store] === 0 || !called.has(to)) continue;
    if (readModels.group[node] !== 0) continue;
    const at = backlogNamesOf(program, store).indexOf(String(values.group ?? to));
    readModels.group[node] = brokers.firstGroup[store] + at + 1;
    nodes.watch[node] |= WATCH_DATA;
  }
}

/** The measured period begins. */
export function restartEventStores(): void {
  const { loads, eventsRead, appends, conflicts, snapshots } = eventStores;
  for (const column of [loads, eventsRead, appends, conflicts, snapshots]) {
    column.fill(0, 0, eventStores.highWater);
  }
  const { reads, staleReads, staleTotal, staleMost } = readModels;
  for (const column of [reads, staleReads, staleTotal, staleMost]) {
    column.fill(0, 0, readModels.highWater);
  }
}

function mean(total: number, count: number): number | null {
  return count > 0 ? total / count : null;
}

/** What an event store reports of its streams, and a read model of its reads. */
export function eventStoreResultOf(node: number): {
  readonly streams?: StreamsResult;
  readonly readModel?: ReadModelResult;
} {
  const loads = eventStores.loads[node];
  const stale = readModels.staleReads[node];
  return {
    ...(eventStores.isOne[node] === 1
      ? {
          streams: {
            appends: eventStores.appends[node],
            conflicts: eventStores.conflicts[node],
            loads,
            eventsPerLoad: mean(eventStores.eventsRead[node], loads),
            snapshots: eventStores.snapshots[node],
          },
        }
      : {}),
    ...(readModels.group[node] === 0
      ? {}
      : {
          readModel: {
            reads: readModels.reads[node],
            staleReads: stale,
            staleMs: {
              mean: mean(readModels.staleTotal[node], stale),
              max: readModels.staleMost[node],
            },
          },
        }),
  };
}
