// What logs report beyond what every broker does: their replicas and elections, and of each group its
// partitions, rebalances, losses by cause, order and replays.
import { NOW, registers } from "../core/registers.ts";
import { brokers } from "../primitives/consumer-rows.ts";
import { inSyncCount } from "../primitives/log-replica.ts";
import { cursors, groups, logs, partitions, records } from "../primitives/log-rows.ts";
import { LOG_BROKER, nodes } from "../primitives/parameters.ts";
import type { GroupResult, LogResult } from "../results/run-result.ts";

/** Counts of a log over the measured period; null for other nodes. */
export function logResultOf(node: number): LogResult | null {
  if (nodes.primitive[node] !== LOG_BROKER) return null;
  const first = brokers.firstPartition[node];
  const count = brokers.partitionCount[node];
  const isCluster = logs.replicas[node] > 0;
  return {
    partitions: Array.from({ length: count }, (_, at) => ({
      appended: partitions.appended[first + at],
      leader: partitions.leader[first + at] - nodes.firstInstance[node],
      inSync: isCluster ? inSyncCount(node, first + at) : 1,
    })),
    elections: logs.elections[node],
    uncleanElections: logs.uncleanElections[node],
    truncated: logs.truncated[node],
    acknowledgedLost: logs.acknowledgedLost[node],
    refused: { notLeader: logs.notLeading[node], notEnoughReplicas: logs.tooFewInSync[node] },
    deduplicated: logs.deduplicated[node],
    appendedTwice: logs.appendedTwice[node],
  };
}

/** Counts of a group over the measured period, and where its partitions are now. */
export function groupResultOf(group: number, expired: number): GroupResult {
  const first = groups.firstCursor[group];
  const count = brokers.partitionCount[groups.node[group]];
  return {
    rebalances: groups.rebalances[group],
    outOfOrder: groups.outOfOrder[group],
    lostBy: {
      retention: expired,
      election: groups.truncated[group],
      offsetReset: groups.skipped[group],
    },
    replays: groups.replays[group],
    replayed: groups.replayed[group],
    catchUpS: groups.catchUpMs[group] > 0 ? groups.catchUpMs[group] / 1000 : null,
    partitions: Array.from({ length: count }, (_, at) => {
      const cursor = first + at;
      const record = cursors.committedRecord[cursor] - 1;
      const owner = cursors.owner[cursor] - 1;
      return {
        owner: owner < 0 ? -1 : owner - groups.firstMember[group],
        backlog: partitions.end[cursors.partition[cursor]] - cursors.committed[cursor],
        lagMs: record < 0 ? 0 : registers[NOW] - records.appendedAt[record],
      };
    }),
  };
}

/** The measured period begins. */
export function restartLogs(): void {
  for (const column of [logs.elections, logs.uncleanElections, logs.truncated]) column.fill(0);
  for (const column of [logs.acknowledgedLost, logs.notLeading, logs.tooFewInSync]) column.fill(0);
  for (const column of [logs.deduplicated, logs.appendedTwice, partitions.appended]) column.fill(0);
  for (const column of [groups.rebalances, groups.outOfOrder, groups.truncated]) column.fill(0);
  for (const column of [groups.skipped, groups.replays, groups.replayed]) column.fill(0);
}
