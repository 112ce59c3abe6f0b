// Fills the rows of logs: their partitions, and their groups with a cursor per partition and their
// members.
import { brokers, FROM_LOG } from "../primitives/consumer-rows.ts";
import { startGroup } from "../primitives/log-group.ts";
import { cursors, groups, members, partitions } from "../primitives/log-rows.ts";
import { UNLIMITED } from "../primitives/parameters.ts";
import type { Program, ProgramNode } from "./program.ts";
import {
  backlogNamesOf,
  type ConsumerFilling,
  type DeliverValues,
  subscriptionsOf,
} from "./subscriptions.ts";

type Log = Extract<ProgramNode["descriptor"], { primitive: "log" }>["log"];

export class LogFilling {
  private readonly program: Program;
  private readonly consumers: ConsumerFilling;
  private readonly openBacklog: (node: number) => number;
  private partition = 0;
  private group = 0;
  private cursor = 0;
  private member = 0;

  constructor(program: Program, consumers: ConsumerFilling, openBacklog: (node: number) => number) {
    this.program = program;
    this.consumers = consumers;
    this.openBacklog = openBacklog;
  }

  /** Null or the name of the table that is too small. */
  fill(node: number, log: Log): string | null {
    const names = backlogNamesOf(this.program, node);
    brokers.firstPartition[node] = this.partition;
    brokers.partitionCount[node] = log.partitions;
    brokers.byKey[node] = log.byKey ? 1 : 0;
    brokers.firstGroup[node] = this.group;
    brokers.groupCount[node] = names.length;
    if (!partitions.occupy(this.partition + log.partitions)) return partitions.name;
    for (const name of names) {
      const cap = this.fillGroup(node, log, name);
      if (cap !== null) return cap;
    }
    this.partition += log.partitions;
    return null;
  }

  private fillGroup(node: number, log: Log, name: string): string | null {
    const group = this.group++;
    if (!groups.occupy(this.group)) return groups.name;
    if (!cursors.occupy(this.cursor + log.partitions)) return cursors.name;
    groups.node[group] = node;
    groups.backlog[group] = this.openBacklog(node);
    groups.firstCursor[group] = this.cursor;
    groups.firstMember[group] = this.member;
    for (let at = 0; at < log.partitions; at++) {
      cursors.group[this.cursor] = group;
      cursors.partition[this.cursor++] = this.partition + at;
    }
    for (const subscription of subscriptionsOf(this.program, node, name)) {
      const cap = this.consumers.add(node, subscription, FROM_LOG, (consumer) =>
        this.addMember(group, consumer, subscription.values),
      );
      if (cap !== null) return cap;
    }
    groups.memberCount[group] = this.member - groups.firstMember[group];
    startGroup(group);
    return null;
  }

  private addMember(group: number, consumer: number, values: DeliverValues): number {
    const member = this.member++;
    members.occupy(this.member);
    members.group[member] = group;
    members.consumer[member] = consumer;
    members.joined[member] = 1;
    members.sessionTimeoutMs[member] = values.sessionTimeoutMs ?? 0;
    members.commitIntervalMs[member] = values.commitIntervalMs ?? 0;
    members.pollRecordsMax[member] = values.maxPollRecords ?? UNLIMITED;
    return member;
  }
}
