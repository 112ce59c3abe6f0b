// Writes what edges that collect calls ask for, and reports what they did.
import { schedule } from "../core/event-list.ts";
import { AT, registers } from "../core/registers.ts";
import { brokers } from "../primitives/consumer-rows.ts";
import { PARCEL_TICK } from "../primitives/event-kinds.ts";
import { logs, STICKY_PARTITION } from "../primitives/log-rows.ts";
import { edges, LOG_BROKER, nodes } from "../primitives/parameters.ts";
import { COLLECTS, parcelEdges, slots } from "../primitives/parcel-rows.ts";
import type { BatchResult } from "../results/run-result.ts";
import type { ResolvedEdge } from "../scenario/document.ts";
import type { Program, ProgramNode } from "./program.ts";

interface BatchValues {
  readonly lingerMs: number;
  readonly everyMs: number | null;
  readonly maxCount: number | null;
  readonly maxBytes?: number | null;
}

function batchOf({ values }: ResolvedEdge): BatchValues | null {
  return (values.batch as unknown as BatchValues | null | undefined) ?? null;
}

/** How many histograms the waits in parcels need. */
export function parcelHistograms({ scenario }: Program): number {
  return scenario.edges.filter((edge) => batchOf(edge) !== null).length;
}

/** Numbers of all edges; brokers and edges must be filled in. With `fresh` the slots of parcels too. */
export function fillParcels(program: Program, fresh: boolean): string | null {
  let next = 0;
  let histogram = program.index.firstBrokerHistogram;
  parcelEdges.occupy(program.scenario.edges.length);
  for (const [edge, resolved] of program.scenario.edges.entries()) {
    const batch = batchOf(resolved);
    if (batch === null) continue;
    edges.guards[edge] |= COLLECTS;
    parcelEdges.lingerMs[edge] = batch.lingerMs;
    parcelEdges.everyMs[edge] = batch.everyMs ?? 0;
    parcelEdges.countMax[edge] = countMaxOf(batch, program.nodes[edges.to[edge]]);
    parcelEdges.histogram[edge] = histogram++;
    if (!fresh) continue;
    const each = slotsEach(edges.to[edge]);
    parcelEdges.firstSlot[edge] = next;
    parcelEdges.slotsEach[edge] = each;
    const end = next + edges.rowCount[edge] * each;
    if (!slots.occupy(end)) return slots.name;
    for (let slot = next; slot < end; slot++) {
      slots.edge[slot] = edge;
      slots.row[slot] = edges.firstRow[edge] + Math.floor((slot - next) / each);
      startGrid(slot, batch.everyMs ?? 0);
    }
    next = end;
  }
  return null;
}

/** Calls in a batch, 0 = any number; of a log as many as its records leave room for, one at least. */
function countMaxOf({ maxCount, maxBytes }: BatchValues, to: ProgramNode | undefined): number {
  if (to?.descriptor.primitive !== "log" || maxBytes == null) return maxCount ?? 0;
  const fit = Math.max(1, Math.floor(maxBytes / to.descriptor.log.recordBytes));
  return Math.min(fit, maxCount ?? fit);
}

/** A caller has an open parcel for each partition of a log, unless it fills one after the other. */
function slotsEach(node: number): number {
  const isLog = nodes.primitive[node] === LOG_BROKER;
  return isLog && logs.partitioner[node] !== STICKY_PARTITION ? brokers.partitionCount[node] : 1;
}

function startGrid(slot: number, everyMs: number): void {
  if (everyMs === 0) return;
  registers[AT] = everyMs;
  schedule(PARCEL_TICK, slot, 0);
}

export function restartParcels(): void {
  for (const column of [parcelEdges.sent, parcelEdges.items, parcelEdges.empty]) column.fill(0);
}

/** What an edge sent together over the measured period; null where it sends call by call. */
export function batchResultOf(
  edge: number,
  summarize: (histogram: number) => BatchResult["waitMs"],
): BatchResult | null {
  if ((edges.guards[edge] & COLLECTS) === 0) return null;
  const sent = parcelEdges.sent[edge];
  const empty = parcelEdges.empty[edge];
  return {
    sent,
    sizeMean: sent === 0 ? null : parcelEdges.items[edge] / sent,
    empty,
    emptyRatio: sent + empty === 0 ? null : empty / (sent + empty),
    waitMs: summarize(parcelEdges.histogram[edge]),
  };
}
