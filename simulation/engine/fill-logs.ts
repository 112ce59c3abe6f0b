// Fills the rows of logs: their partitions, and their groups with a cursor per partition and their
// members.
import { brokers, consumers, FROM_LOG } from "../primitives/consumer-rows.ts";
import { startGroup } from "../primitives/log-group.ts";
import { cursors, groups, members, partitions } from "../primitives/log-rows.ts";
import { instances } from "../primitives/node-state.ts";
import type { ResolvedValues } from "../scenario/document.ts";
import {
  fillGroupSettings,
  fillLogSettings,
  fillMemberSettings,
  type LogPlaces,
} from "./fill-log-settings.ts";
import type { Program, ProgramNode } from "./program.ts";
import { backlogNamesOf, type ConsumerFilling, subscriptionsOf } from "./subscriptions.ts";

type Log = Extract<ProgramNode["descriptor"], { primitive: "log" }>["log"];

export class LogFilling {
  private readonly program: Program;
  private readonly consumers: ConsumerFilling;
  private readonly openBacklog: (node: number) => number;
  private partition = 0;
  private group = 0;
  private cursor = 0;
  private member = 0;
  private readonly places: LogPlaces = { key: 0, seen: 0, replica: 0 };

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
    brokers.firstGroup[node] = this.group;
    brokers.groupCount[node] = names.length;
    if (!partitions.occupy(this.partition + log.partitions)) return partitions.name;
    const cap = fillLogSettings(this.program, node, this.partition, this.places);
    if (cap !== null) return cap;
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
    const subscriptions = subscriptionsOf(this.program, node, name);
    fillGroupSettings(group, subscriptions[0].resolved.values, this.places);
    for (const subscription of subscriptions) {
      const cap = this.consumers.add(node, subscription, FROM_LOG, (consumer) =>
        this.addMember(group, consumer, subscription.resolved.values),
      );
      if (cap !== null) return cap;
    }
    groups.memberCount[group] = this.member - groups.firstMember[group];
    startGroup(group);
    return null;
  }

  private addMember(group: number, consumer: number, values: ResolvedValues): number {
    const member = this.member++;
    members.occupy(this.member);
    members.group[member] = group;
    members.consumer[member] = consumer;
    members.joined[member] = instances.up[consumers.instance[consumer]];
    fillMemberSettings(member, values);
    return member;
  }
}
