// Brokers: what mailboxes and logs have in common for the loop, the faults and the results.

import { NOW, registers } from "../core/registers.ts";
import { OK } from "../results/outcomes.ts";
import type { IdentityCheck } from "../results/run-result.ts";
import { backlogAge, backlogs, expectedBacklog, stayedSince, touchBacklog } from "./backlog.ts";
import { brokers, consumers, FROM_QUEUE } from "./consumer-rows.ts";
import { streamHandled } from "./event-append.ts";
import { eventStores } from "./event-store-rows.ts";
import { checkOf } from "./identity-check.ts";
import { invocationEnded } from "./invocations.ts";
import { pulls } from "./lease-rows.ts";
import { linkFaults, REFUSES } from "./link-faults.ts";
import { logEnded } from "./log.ts";
import { logPublished } from "./log-append.ts";
import { standsSince } from "./log-commit.ts";
import {
  logCrashed,
  logRestarted,
  logStands,
  memberCrashed,
  memberParted,
  memberRestarted,
} from "./log-outage.ts";
import { cursors, groups, partitions, records } from "./log-rows.ts";
import { mailboxEnded } from "./mailbox.ts";
import {
  beginParting,
  mailboxCrashed,
  mailboxRestarted,
  queueConsumerCrashed,
  queueConsumerParted,
  queueConsumerRestarted,
} from "./mailbox-outage.ts";
import { messages, queues, READY } from "./mailbox-rows.ts";
import { instances } from "./node-state.ts";
import { relaysCrashed } from "./outbox.ts";
import { edges, LOG_BROKER, MAILBOX_BROKER, nodes } from "./parameters.ts";
import { loseOpenParcels } from "./parcel.ts";
import { mailboxPublished } from "./publish.ts";
import { REPLY } from "./reply-rows.ts";
import { attempts } from "./rows.ts";
import { forgetSchemas } from "./schemas.ts";
import { finish } from "./station.ts";

/** A broker has handled a publish. */
export function publishHandled(attempt: number): void {
  if (attempts.origin[attempt] === REPLY) finish(attempt, OK);
  else if (nodes.primitive[attempts.node[attempt]] !== LOG_BROKER) mailboxPublished(attempt);
  else if (eventStores.isOne[attempts.node[attempt]] === 1) streamHandled(attempt);
  else logPublished(attempt);
}

/** The processing of a message or record has ended. */
export function deliveryEnded(attempt: number, outcome: number): void {
  const broker = edges.from[attempts.edge[attempt]];
  if (nodes.primitive[broker] === LOG_BROKER) logEnded(attempt, outcome);
  else if (pulls.invokes[messages.consumer[attempts.message[attempt]]] === 0) {
    mailboxEnded(attempt, outcome);
  } else {
    invocationEnded(attempt, outcome);
  }
}

/** An instance has crashed and its station's work has ended: consumers in it, or a broker, are gone. */
export function instanceCrashed(instance: number): void {
  for (let link = instances.firstConsumer[instance]; link !== 0; ) {
    const consumer = link - 1;
    link = consumers.nextHere[consumer];
    if (consumers.sort[consumer] === FROM_QUEUE) queueConsumerCrashed(consumer);
    else memberCrashed(consumers.home[consumer]);
  }
  loseOpenParcels(instance);
  forgetSchemas(instance);
  relaysCrashed(instance);
  const node = instances.node[instance];
  if (nodes.primitive[node] === MAILBOX_BROKER) mailboxCrashed(node, instance);
  else if (nodes.primitive[node] === LOG_BROKER) logCrashed(node, instance);
}

/** An instance is back. */
export function instanceRestarted(instance: number): void {
  for (let link = instances.firstConsumer[instance]; link !== 0; ) {
    const consumer = link - 1;
    link = consumers.nextHere[consumer];
    if (consumers.sort[consumer] === FROM_QUEUE) {
      queueConsumerRestarted(consumer);
    } else {
      memberRestarted(consumers.home[consumer]);
    }
  }
  const node = instances.node[instance];
  if (nodes.primitive[node] === MAILBOX_BROKER) mailboxRestarted(node, instance);
  else if (nodes.primitive[node] === LOG_BROKER) logRestarted(node, instance);
}

/** An instance does nothing any more though it is up, or goes on. */
export function instanceStands(instance: number, still: boolean): void {
  const node = instances.node[instance];
  if (nodes.primitive[node] === LOG_BROKER) logStands(node, instance, still);
}

/** Links may have been cut or may be whole again: consumers lose their brokers or find them. */
export function linksChanged(): void {
  for (let consumer = 0; consumer < consumers.highWater; consumer++) {
    const refuses = (linkFaults.cuts[consumers.edge[consumer]] & REFUSES) !== 0;
    if (refuses && consumers.sort[consumer] === FROM_QUEUE) beginParting(consumer);
  }
  for (let consumer = 0; consumer < consumers.highWater; consumer++) {
    const edge = consumers.edge[consumer];
    const cuts = linkFaults.cuts[edge];
    if (consumers.sort[consumer] === FROM_QUEUE) {
      queueConsumerParted(consumer, (cuts & REFUSES) !== 0);
    } else {
      memberParted(consumers.home[consumer], cuts !== 0);
    }
  }
}

/**
 * Messages that a broker's queues hold, or records that its groups have still to process. What is
 * processed and not committed is not in it: commits come in steps, which are no starvation.
 */
export function backlogOf(node: number): number {
  let sum = 0;
  if (nodes.primitive[node] === MAILBOX_BROKER) {
    const first = brokers.firstQueue[node];
    for (let queue = first; queue < first + brokers.queueCount[node]; queue++) {
      sum += backlogs.level[queues.backlog[queue]];
    }
  } else if (nodes.primitive[node] === LOG_BROKER) {
    eachCursor(node, (cursor, partition) => {
      sum += partitions.end[partition] - cursors.finished[cursor];
    });
  }
  return sum;
}

/** Age of the oldest message in `backlogOf`, ms; 0 when there is none. */
export function oldestAgeOf(node: number): number {
  let age = 0;
  if (nodes.primitive[node] === MAILBOX_BROKER) {
    const first = brokers.firstQueue[node];
    for (let queue = first; queue < first + brokers.queueCount[node]; queue++) {
      age = Math.max(age, backlogAge(queues.backlog[queue]));
    }
  } else if (nodes.primitive[node] === LOG_BROKER) {
    eachCursor(node, (cursor) => {
      const record = cursors.finishedRecord[cursor];
      if (record !== 0) age = Math.max(age, registers[NOW] - records.appendedAt[record - 1]);
    });
  }
  return age;
}

function eachCursor(node: number, visit: (cursor: number, partition: number) => void): void {
  const first = brokers.firstGroup[node];
  for (let group = first; group < first + brokers.groupCount[node]; group++) {
    for (let at = 0; at < brokers.partitionCount[node]; at++) {
      visit(groups.firstCursor[group] + at, brokers.firstPartition[node] + at);
    }
  }
}

/** What stands in a backlog, counted one by one: how many, and their stays so far, ms. */
interface Standing {
  readonly count: number;
  readonly stays: number;
}

/**
 * Checks of a broker's backlogs: conservation (what the totals say is left against what stands
 * there) and Little's law (integral of the level against stays of the messages). `names` are those
 * of its queues or groups, in order of rows.
 */
export function checkBroker(node: number, id: string, names: readonly string[]): IdentityCheck[] {
  return names.flatMap((name, at) => {
    const isLog = nodes.primitive[node] === LOG_BROKER;
    const row = (isLog ? brokers.firstGroup[node] : brokers.firstQueue[node]) + at;
    const backlog = isLog ? groups.backlog[row] : queues.backlog[row];
    touchBacklog(backlog);
    const standing = isLog ? uncommitted(node, row) : stored(row);
    const entity = `${id}/${name}`;
    const stays = backlogs.stays[backlog] + standing.stays;
    return [
      checkOf(entity, "little", backlogs.levelTime[backlog], stays),
      checkOf(entity, "conservation", expectedBacklog(backlog), standing.count),
    ];
  });
}

/** Messages in the ready list and, apart from them, in delivery to each consumer of a queue. */
function stored(queue: number): Standing {
  let count = 0;
  let stays = 0;
  for (let link = queues.readyHead[queue]; link !== 0; link = messages.after[link - 1]) {
    count++;
    stays += stayedSince(messages.publishedAt[link - 1]);
  }
  for (let link = queues.oldest[queue]; link !== 0; link = messages.newer[link - 1]) {
    if (messages.phase[link - 1] === READY) continue;
    count++;
    stays += stayedSince(messages.publishedAt[link - 1]);
  }
  return { count, stays };
}

/** Records in the chains of a group's partitions from the first uncommitted one on. */
function uncommitted(node: number, group: number): Standing {
  let count = 0;
  let stays = 0;
  for (let at = 0; at < brokers.partitionCount[node]; at++) {
    const cursor = groups.firstCursor[group] + at;
    let offset = cursors.committed[cursor];
    for (let link = cursors.committedRecord[cursor]; link !== 0; link = records.next[link - 1]) {
      count++;
      stays += stayedSince(standsSince(cursor, offset++, link - 1));
    }
  }
  return { count, stays };
}
