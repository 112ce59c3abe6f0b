// The inside of brokers at this instant, for those that are drawn open. Reads columns only.
import { NOW, registers } from "../core/registers.ts";
import { backlogAge, backlogs } from "../primitives/backlog.ts";
import { brokers } from "../primitives/consumer-rows.ts";
import { inSyncCount } from "../primitives/log-replica.ts";
import { cursors, groups, logs, partitions, records } from "../primitives/log-rows.ts";
import { queues } from "../primitives/mailbox-rows.ts";
import { LOG_BROKER, MAILBOX_BROKER, nodes } from "../primitives/parameters.ts";
import {
  type BrokerInside,
  type GroupInside,
  PARTITIONS_TOLD,
  type PartitionInside,
  type QueueInside,
} from "../results/broker-inside.ts";
import type { SeriesLayout } from "../results/series.ts";
import { backlogNames } from "./brokers.ts";

/** By node; ids that are no brokers of the loaded scenario are left out. */
export function brokerInsidesOf(
  layout: SeriesLayout,
  ids: readonly string[],
): Readonly<Record<string, BrokerInside>> {
  const insides: Record<string, BrokerInside> = {};
  for (const id of ids) {
    const node = layout.nodeIds.indexOf(id);
    if (node < 0) continue;
    if (nodes.primitive[node] === MAILBOX_BROKER) insides[id] = mailboxInside(node);
    else if (nodes.primitive[node] === LOG_BROKER) insides[id] = logInside(node);
  }
  return insides;
}

function mailboxInside(node: number): BrokerInside {
  const found: Record<string, QueueInside> = {};
  for (const [at, name] of backlogNames(node).entries()) {
    const queue = brokers.firstQueue[node] + at;
    const backlog = queues.backlog[queue];
    found[name] = {
      backlog: backlogs.level[backlog],
      ready: queues.ready[queue],
      oldestMs: backlogAge(backlog),
    };
  }
  return { queues: found, groups: {}, partitions: [] };
}

function logInside(node: number): BrokerInside {
  const first = brokers.firstPartition[node];
  const told = Math.min(PARTITIONS_TOLD, brokers.partitionCount[node]);
  const isCluster = logs.replicas[node] > 0;
  const found: Record<string, GroupInside> = {};
  for (const [at, name] of backlogNames(node).entries()) {
    found[name] = groupInside(node, brokers.firstGroup[node] + at, told);
  }
  return {
    queues: {},
    groups: found,
    partitions: Array.from({ length: told }, (_, at): PartitionInside => {
      const partition = first + at;
      const isLed = !isCluster || partitions.isLed[partition] === 1;
      return {
        end: partitions.end[partition],
        leader: isLed ? partitions.leader[partition] - nodes.firstInstance[node] : -1,
        inSync: isCluster ? inSyncCount(node, partition) : 1,
      };
    }),
  };
}

/** Sums over all partitions, of which only the first are told one by one. */
function groupInside(node: number, group: number, told: number): GroupInside {
  const shares: { readonly owner: number; readonly backlog: number }[] = [];
  let sum = 0;
  let oldestMs = 0;
  for (let at = 0; at < brokers.partitionCount[node]; at++) {
    const cursor = groups.firstCursor[group] + at;
    const backlog = partitions.end[cursors.partition[cursor]] - cursors.committed[cursor];
    const record = cursors.committedRecord[cursor];
    if (record !== 0) {
      oldestMs = Math.max(oldestMs, registers[NOW] - records.appendedAt[record - 1]);
    }
    sum += backlog;
    const owner = cursors.owner[cursor];
    if (at < told) {
      shares.push({ owner: owner === 0 ? -1 : owner - 1 - groups.firstMember[group], backlog });
    }
  }
  return { backlog: sum, oldestMs, partitions: shares };
}
