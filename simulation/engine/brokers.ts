// The engine's side of mailboxes and logs: their part of the two switches, what windows, results and
// faults ask for, and the names of queues and groups, which no row holds.

import { replayNext } from "../primitives/archive.ts";
import { restartFleets } from "../primitives/autoscale.ts";
import { reportBacklog, restartBacklogs, touchBacklogs } from "../primitives/backlog.ts";
import {
  checkBroker,
  deliveryEnded,
  instanceCrashed,
  instanceRestarted,
  instanceStands,
  linksChanged,
  publishHandled,
} from "../primitives/brokers.ts";
import { brokers } from "../primitives/consumer-rows.ts";
import { environmentMayStart, slotFree } from "../primitives/consumers.ts";
import type { CrashListeners } from "../primitives/crash.ts";
import { deadLetter } from "../primitives/dead-letters.ts";
import * as happen from "../primitives/event-kinds.ts";
import { expireHead } from "../primitives/expiry.ts";
import { settlementArrives } from "../primitives/late-settlement.ts";
import { leaseEnd, readyAgain, receiveArrives } from "../primitives/lease.ts";
import { fetchArrives } from "../primitives/log.ts";
import { commitTick } from "../primitives/log-commit.ts";
import { rebalance } from "../primitives/log-group.ts";
import { groups } from "../primitives/log-rows.ts";
import { deliveryArrives, dispatchQueue } from "../primitives/mailbox.ts";
import { elected, resend } from "../primitives/mailbox-outage.ts";
import { queues } from "../primitives/mailbox-rows.ts";
import { instances } from "../primitives/node-state.ts";
import { LOG_BROKER, MAILBOX_BROKER, nodes } from "../primitives/parameters.ts";
import { publishStored, unblocked } from "../primitives/publish.ts";
import { askAgain, pollerJoins, receiveOver } from "../primitives/pull.ts";
import { redriveNext } from "../primitives/redrive.ts";
import { loseHeldTraces } from "../primitives/span-collector.ts";
import { loseWaitingSpans } from "../primitives/span-export.ts";
import { follow } from "../primitives/transitions.ts";
import type { BrokerResult, IdentityCheck } from "../results/run-result.ts";
import { carryBacklogs, restartBacklogSeries } from "./backlog-series.ts";
import { compileBrokers, tuneBrokers } from "./compile-brokers.ts";
import { restartAccess } from "./fill-access.ts";
import { restartData } from "./fill-data.ts";
import { restartEventStores } from "./fill-event-stores.ts";
import { fillFlows, flowHistograms } from "./fill-flows.ts";
import { parcelHistograms, restartParcels } from "./fill-parcels.ts";
import { restartPatterns, skippedBy } from "./fill-patterns.ts";
import { restartPlaces } from "./fill-places.ts";
import { restartPublishIds } from "./fill-publish-ids.ts";
import { restartSchemas } from "./fill-schemas.ts";
import { restartSpans } from "./fill-spans.ts";
import { restartFlows } from "./flow-counts.ts";
import { leaseResultOf, restartLeases } from "./lease-results.ts";
import { dispatchLogEvent, dispatchLogTransition } from "./log-events.ts";
import { groupResultOf, restartLogs } from "./log-results.ts";
import type { Program } from "./program.ts";
import { backlogNamesOf } from "./subscriptions.ts";

export { backlogOf, oldestAgeOf } from "../primitives/brokers.ts";

export function dispatchBrokerEvent(kind: number, a: number, b: number): void {
  switch (kind) {
    case happen.DELIVERY_ARRIVE:
      deliveryArrives(a);
      break;
    case happen.SETTLE_ARRIVE:
      settlementArrives(a, b);
      break;
    case happen.EXPIRE:
      expireHead(a);
      break;
    case happen.STORED:
      publishStored(a);
      break;
    case happen.ELECTED:
      elected(a);
      break;
    case happen.RESEND:
      resend(a, b);
      break;
    case happen.LEASE_END:
      leaseEnd(a);
      break;
    case happen.READY_AGAIN:
      readyAgain(a);
      break;
    case happen.RECEIVE_ARRIVE:
      receiveArrives(a);
      break;
    case happen.RECEIVE_OVER:
      receiveOver(a);
      break;
    case happen.POLLER_JOINS:
      pollerJoins(a);
      break;
    case happen.ENVIRONMENT_MAY_START:
      environmentMayStart(a);
      break;
    case happen.FETCH_ARRIVE:
      fetchArrives(a);
      break;
    case happen.COMMIT_TICK:
      commitTick(a);
      break;
    case happen.REBALANCE:
      rebalance(a);
      break;
    default:
      dispatchLogEvent(kind, a, b);
  }
}

export function dispatchBrokerTransition(kind: number, a: number, b: number): void {
  switch (kind) {
    case happen.PUBLISHED:
      publishHandled(a);
      break;
    case happen.DEAD_LETTERED:
    case happen.DEAD_LETTER_RETRY:
      deadLetter(a, b);
      break;
    case happen.REDRIVE:
      redriveNext(a);
      break;
    case happen.REPLAY_NEXT:
      replayNext(a);
      break;
    case happen.UNBLOCKED:
      unblocked(a);
      break;
    case happen.DISPATCH:
      dispatchQueue(a);
      break;
    case happen.SLOT_FREE:
      slotFree(a);
      askAgain(a);
      break;
    case happen.DELIVERY_ENDED:
      deliveryEnded(a, b);
      break;
    default:
      dispatchLogTransition(kind, a, b);
  }
}

export function restartBrokers(): void {
  carryBacklogs();
  restartBacklogs();
  restartLeases();
  brokers.returned.fill(0, 0, brokers.highWater);
  restartPublishIds();
  restartLogs();
  restartParcels();
  restartSpans();
  restartFlows();
  restartPatterns();
  restartFleets();
  restartData();
  restartAccess();
  restartPlaces();
  restartSchemas();
  restartEventStores();
}

export function touchBrokers(): void {
  touchBacklogs();
}

/** Names of queues or groups by node, of the program that was filled in last. */
let names: readonly (readonly string[])[] = [];

/** Names of the queues or groups of a node, in order of their rows; none of what is no broker. */
export function backlogNames(node: number): readonly string[] {
  return names[node] ?? [];
}

/** Rows of a fresh run, or new parameters of the present one. Null or the cap that was hit. */
export function fillBrokers(program: Program, fresh: boolean): string | null {
  if (fresh) {
    names = program.nodes.map((_, node) => backlogNamesOf(program, node));
    const ofParcels = parcelHistograms(program);
    const first = program.index.firstBrokerHistogram + ofParcels;
    const cap = compileBrokers(program) ?? fillFlows(program, first);
    restartBacklogSeries(program.layout.nodeIds, (node) => names[node] ?? []);
    return cap;
  }
  tuneBrokers(program);
  for (let queue = 0; queue < queues.highWater; queue++) follow(happen.DISPATCH, queue, 0);
  for (let instance = 0; instance < instances.highWater; instance++) {
    if (instances.firstConsumer[instance] !== 0) follow(happen.SLOT_FREE, instance, 0);
  }
  return null;
}

/** Totals of the queues or groups of a broker, null for other nodes. All must be up to date. */
export function queueResultsOf(
  node: number,
  periodMs: number,
): Readonly<Record<string, BrokerResult>> | null {
  const primitive = nodes.primitive[node];
  if (primitive !== MAILBOX_BROKER && primitive !== LOG_BROKER) return null;
  const results: Record<string, BrokerResult> = {};
  names[node]?.forEach((name, at) => {
    if (primitive === MAILBOX_BROKER) {
      const queue = brokers.firstQueue[node] + at;
      const leases = leaseResultOf(queue);
      const result = {
        ...reportBacklog(queues.backlog[queue], periodMs),
        ...skippedBy(node, name),
      };
      results[name] = leases === null ? result : { ...result, leases };
      return;
    }
    const group = brokers.firstGroup[node] + at;
    const result = reportBacklog(groups.backlog[group], periodMs);
    results[name] = {
      ...result,
      ...skippedBy(node, name),
      group: groupResultOf(group, result.endings.expired),
    };
  });
  return results;
}

/** Conservation of messages in the queues or groups of a broker; none for other nodes. */
export function brokerChecksOf(node: number, id: string): IdentityCheck[] {
  const primitive = nodes.primitive[node];
  if (primitive !== MAILBOX_BROKER && primitive !== LOG_BROKER) return [];
  return checkBroker(node, id, names[node] ?? []);
}

/** Histograms beside those of nodes, edges and request types: of edges that collect calls, of flows. */
export function brokerHistograms(program: Program): number {
  return parcelHistograms(program) + flowHistograms(program);
}

export const crashListeners: CrashListeners = {
  crashed(instance) {
    instanceCrashed(instance);
    loseWaitingSpans(instance);
    loseHeldTraces(instance);
  },
  restarted: instanceRestarted,
  stands: instanceStands,
  linksChanged,
};
