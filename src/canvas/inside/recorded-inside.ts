// What was inside a broker at an instant of the past, as far as it was recorded: how much waited in
// each queue, group and partition at the end of a window. Who owned or led what is known of the present
// only.

import type { BacklogEntry } from "../../../simulation/results/backlog-series.ts";
import type {
  BrokerInside,
  GroupInside,
  QueueInside,
} from "../../../simulation/results/broker-inside.ts";
import { type BacklogHistory, levelOf } from "../../store/backlog-history.ts";

/** Null where the window was not told yet, or nothing is recorded of the broker. */
export function recordedInside(
  history: BacklogHistory,
  broker: string,
  row: number,
): BrokerInside | null {
  if (row < 0 || row >= history.windows) return null;
  const backlogIn = (entry: number) => levelOf(history, entry, "backlog")(row);
  const queues: Record<string, QueueInside> = {};
  const groups: Record<string, GroupInside> = {};
  for (const [at, { node, name, partition }] of history.entries.entries()) {
    if (node !== broker || partition !== null) continue;
    const oldestMs = levelOf(history, at, "oldestMs")(row);
    const partitions = partitionsOf(history.entries, broker, name);
    const backlog = backlogIn(at);
    if (partitions.length === 0) queues[name] = { backlog, ready: Number.NaN, oldestMs };
    else {
      const cells = partitions.map((entry) => ({ owner: Number.NaN, backlog: backlogIn(entry) }));
      groups[name] = { backlog, oldestMs, partitions: cells };
    }
  }
  const isRecorded = Object.keys(queues).length + Object.keys(groups).length > 0;
  return isRecorded ? { queues, groups, partitions: [] } : null;
}

/** Places of a group's partitions among the entries, in their order. */
function partitionsOf(entries: readonly BacklogEntry[], broker: string, group: string): number[] {
  const places = entries.flatMap(({ node, name, partition }, at) =>
    node === broker && name === group && partition !== null ? [{ at, partition }] : [],
  );
  return places.sort((a, b) => a.partition - b.partition).map(({ at }) => at);
}
