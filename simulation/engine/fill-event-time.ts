// Writes windows of event time and the partitions that are read into them, and reports what they did.
import { capAt } from "../core/memory.ts";
import { NOW, registers } from "../core/registers.ts";
import type { StreamDescriptor } from "../kinds/descriptors.ts";
import { brokers, consumers } from "../primitives/consumer-rows.ts";
import {
  FAR,
  NEVER,
  SESSION,
  SLIDING,
  streamPartitions,
  streams,
  TUMBLING,
  windowPlaces,
} from "../primitives/event-time-rows.ts";
import { groups, members } from "../primitives/log-rows.ts";
import type { EventTimeResult } from "../results/event-time-result.ts";
import type { Program, ProgramNode } from "./program.ts";

const TYPES = { tumbling: TUMBLING, sliding: SLIDING, session: SESSION } as const;
const BYTES_PER_MB = 1_000_000;

function streamOfNode(of: ProgramNode | undefined): StreamDescriptor | null {
  return of?.descriptor.primitive === "station" ? (of.descriptor.station.stream ?? null) : null;
}

/** Windows of a fresh run; groups must be filled in. Null or the name of the table that is too small. */
export function fillEventTime(program: Program, fresh: boolean): string | null {
  if (!fresh) return null;
  if (!program.nodes.some((of) => streamOfNode(of) !== null)) return null;
  if (!streams.occupy(program.nodes.length)) return streams.name;
  // A place in the table is found by the last bits of a number.
  windowPlaces.occupy(capAt(windowPlaces.marks));
  for (const [node, of] of program.nodes.entries()) {
    const stream = streamOfNode(of);
    if (stream !== null) fillStream(program, node, stream);
  }
  let next = 0;
  for (let group = 0; group < groups.highWater; group++) {
    const node = readerOf(program, group);
    const stream = streamOfNode(program.nodes[node]);
    if (stream === null) continue;
    groups.firstStream[group] = next + 1;
    next = openPartitions(group, node, next);
    if (next < 0) return streamPartitions.name;
    const first = groups.firstMember[group];
    for (let member = first; member < first + groups.memberCount[group]; member++) {
      members.commitIntervalMs[member] = stream.checkpointMs;
    }
  }
  return null;
}

function fillStream(program: Program, node: number, stream: StreamDescriptor): void {
  streams.windowed[node] = 1;
  streams.type[node] = TYPES[stream.type];
  streams.sizeMs[node] = stream.sizeMs;
  streams.slideMs[node] = stream.type === "sliding" ? stream.slideMs : stream.sizeMs;
  streams.boundMs[node] = stream.outOfOrderMs;
  streams.latenessMs[node] = stream.allowedLatenessMs;
  streams.idleMs[node] = stream.idleMs ?? 0;
  streams.exactlyOnce[node] = stream.guarantee === "exactlyOnce" ? 1 : 0;
  streams.restoreMs[node] = (1000 * stream.stateBytes) / (BYTES_PER_MB * stream.restoreMbPerS);
  const late = stream.lateOperation;
  streams.lateOperation[node] = late === null ? 0 : program.graph.find(node, late) + 1;
  streams.watermark[node] = NEVER;
  streams.dueAt[node] = FAR;
}

/** Node that the members of a group belong to, -1 = it has none. */
function readerOf(program: Program, group: number): number {
  if (groups.memberCount[group] === 0) return -1;
  const edge = consumers.edge[members.consumer[groups.firstMember[group]]];
  return program.index.nodeOf(program.scenario.edges[edge]?.to ?? "");
}

/** Where the next group's partitions begin, -1 = there is no room. */
function openPartitions(group: number, node: number, first: number): number {
  const after = first + brokers.partitionCount[groups.node[group]];
  if (!streamPartitions.occupy(after)) return -1;
  for (let row = first; row < after; row++) {
    streamPartitions.node[row] = node;
    streamPartitions.newest[row] = NEVER;
    streamPartitions.newestSaved[row] = NEVER;
    streamPartitions.next[row] = streams.firstPartition[node];
    streams.firstPartition[node] = row + 1;
  }
  return after;
}

/** What the windows of a node did in the measured period; null where it has none. */
export function eventTimeResultOf(
  node: number,
  of: ProgramNode,
  periodMs: number,
): EventTimeResult | null {
  const stream = streamOfNode(of);
  if (stream === null) return null;
  const s = streams;
  const now = registers[NOW];
  const kept = s.entriesTime[node] + (now - s.since[node]) * s.entries[node];
  const entries = { mean: kept / periodMs, max: s.entriesMost[node] };
  const results = s.results[node];
  const hasWatermark = s.watermark[node] !== NEVER;
  return {
    counted: s.counted[node],
    countedTwice: s.countedTwice[node],
    late: s.late[node],
    results,
    updates: s.updates[node],
    repeated: s.repeated[node],
    resultDelayMs: {
      mean: results === 0 ? null : s.delayTotal[node] / results,
      max: s.delayMost[node],
    },
    watermarkLagMs: hasWatermark ? now - s.watermark[node] : null,
    entries,
    stateBytes: { mean: entries.mean * stream.stateBytes, max: entries.max * stream.stateBytes },
    checkpoints: s.checkpoints[node],
    restores: s.restores[node],
    restoreMs: { total: s.restoreTotal[node], max: s.restoreMost[node] },
  };
}

/** Windows of a node now; NaN where it has none. */
export function eventTimePresentOf(node: number): {
  readonly windowsKept: number;
  readonly watermarkLagMs: number;
  readonly lateRecords: number;
} {
  if (node >= streams.highWater || streams.windowed[node] === 0) {
    return { windowsKept: Number.NaN, watermarkLagMs: Number.NaN, lateRecords: Number.NaN };
  }
  const watermark = streams.watermark[node];
  return {
    windowsKept: streams.entries[node],
    watermarkLagMs: watermark === NEVER ? Number.NaN : registers[NOW] - watermark,
    lateRecords: streams.late[node],
  };
}
