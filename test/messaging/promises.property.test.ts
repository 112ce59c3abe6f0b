// What every flow of messages promises by its settings, over random topologies and faults: at least
// once, at most once, effectively once, and the order of a key or group. Nothing is lost, doubled or
// dead without a cause, and what is counted in two ways agrees.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type { FlowResult } from "../../simulation/results/flow-result.ts";
import type {
  EdgeDocument,
  NodeDocument,
  ScenarioDocument,
} from "../../simulation/scenario/document.ts";
import { edgeOf, nodeOf, simulate } from "../support/simulate.ts";
import { disorderIn, recordDisorderIn } from "./disorder.ts";
import { DEAD_LETTERS } from "./play-mailbox.ts";
import { randomLog } from "./random-logs.ts";
import { randomMailbox, TOPOLOGIES } from "./random-mailboxes.ts";

const RUNS = process.env.BROWNOUT_FULL ? 150 : 5;
const LOG_RUNS = process.env.BROWNOUT_FULL ? 1000 : 40;
/** Steps that a broker records. */
const RECORDED_MAX = 2000;
const TIMEOUT_MS = process.env.BROWNOUT_FULL ? 900_000 : 60_000;

function total(counts: Readonly<Partial<Record<string, number>>>): number {
  return Object.values(counts).reduce((sum: number, count) => sum + (count ?? 0), 0);
}

function expectSound(totals: EngineTotals): void {
  expect(totals.endedEarly).toBeNull();
  expect(totals.checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
}

/** All that came in has one fate, and each fate that is bad has its cause. */
function expectCauses(totals: EngineTotals, broker: string): void {
  const { queues = {} } = nodeOf(totals, broker);
  const flows = Object.values(totals.flows ?? {}).filter((flow) => flow.broker === broker);
  for (const [name, { endings, backlogAtEnd, deaths, group }] of Object.entries(queues)) {
    const own = flows.filter(({ to }) => to === name);
    const sum = (of: (flow: FlowResult) => number) => own.reduce((all, flow) => all + of(flow), 0);
    const dead = sum(({ deadLettered }) => total(deadLettered));
    const lost = sum(({ lostBy }) => total(lostBy));
    const unfound = sum(({ lostBy }) => lostBy.deadLetter ?? 0);
    if (group === undefined) {
      // What a full queue has refused may be dead without having been in it.
      expect(dead + unfound).toBeGreaterThanOrEqual(endings.deadLettered);
      expect(dead + unfound).toBeLessThanOrEqual(endings.deadLettered + (deaths.maxlen ?? 0));
    } else {
      // A record has the fate of its first time, and ends as it did when it was committed.
      const fates = dead + lost + sum(({ completed, dropped }) => completed + total(dropped));
      if (backlogAtEnd === 0) expect(fates).toBe(total(endings));
    }
    for (const flow of own) {
      const { published, refused, completed, deadLettered, dropped, lostBy, replayed } = flow;
      const { purged, redriven, waitingAtEnd, applied, appliedTwice, redelivered } = flow;
      const ended = completed + total(deadLettered) + total(dropped) + total(lostBy);
      expect(published - refused + replayed).toBe(ended + purged + redriven + waitingAtEnd);
      // Twice applied is what was delivered twice.
      expect(appliedTwice).toBeLessThanOrEqual(redelivered);
      expect(applied).toBeLessThanOrEqual(flow.delivered);
    }
  }
}

/**
 * What exchanges let through is what has come to any queue, each publish once. To dead letters no
 * publish comes by itself: of one that every queue has refused, at most what died of it is there.
 */
function expectRouted(totals: EngineTotals): void {
  const { publishes, messages = [] } = nodeOf(totals, "mq");
  if (messages.length >= RECORDED_MAX) return;
  const found = new Set<number>();
  for (const { step, message, queue } of messages) {
    if (step === "routed" && queue !== DEAD_LETTERS) found.add(message);
  }
  expect(publishes?.routed).toBe(found.size);
}

/** Promises that were not kept, but for order. What dead letters lose that lead nowhere is told. */
function brokenOf({ flows = {} }: EngineTotals): object {
  const found: Record<string, object> = {};
  for (const [name, { promise, broken, lostBy }] of Object.entries(flows)) {
    const { lost = 0, appliedTwice = 0 } = broken;
    const isTold = lost <= (lostBy.deadLetter ?? 0);
    if (!isTold || appliedTwice > 0) found[name] = { promise, broken, lostBy };
  }
  return found;
}

/**
 * Disorder is counted message by message. Where order is promised, nobody but work that goes on apart
 * from the queue lets a newer message take effect before an older one.
 */
function expectOrder(totals: EngineTotals): void {
  const { queues = {}, messages = [] } = nodeOf(totals, "mq");
  if (messages.length >= RECORDED_MAX) return;
  const flows = Object.values(totals.flows ?? {});
  for (const name of Object.keys(queues)) {
    // Two copies of a message may meet there, and their steps do not tell them apart.
    if (name === DEAD_LETTERS) continue;
    const { all, givenOut } = disorderIn(messages, name);
    for (const { to, operation, outOfOrder, promise } of flows) {
      if (to !== name) continue;
      const count = all.filter((one) => one.operation === operation).length;
      expect({ name, operation, outOfOrder }).toEqual({ name, operation, outOfOrder: count });
      if (!promise.ordered) continue;
      expect(givenOut.filter((one) => one.operation === operation)).toEqual([]);
    }
  }
}

/**
 * Whether publishes come in the order in which they were sent: each has a place in a line, or nothing
 * on their way holds some up.
 */
function keepsOrder({ edges, faults = {} }: ScenarioDocument): boolean {
  const publish: Readonly<Record<string, unknown>> = edges["users->log"] ?? {};
  if (publish.acks !== "none" && publish.batch === undefined) return true;
  return !Object.values(faults).some(({ target }) => target === "users->log");
}

/** Requests that their producer had given up may be appended at any time, unless they are numbered. */
function lateAppends({ edges }: ScenarioDocument, totals: EngineTotals): number {
  const publish: Readonly<Record<string, unknown>> = edges["users->log"] ?? {};
  if (publish.idempotent === true) return 0;
  const { calls, ok } = edgeOf(totals, "users->log");
  return calls - ok + Number(nodeOf(totals, "log").log?.appendedTwice);
}

/**
 * Records of a partition take effect in their order, but for those that their group had given up and
 * reads again; and what is published in order has no other disorder.
 */
function expectLogOrder(document: ScenarioDocument, totals: EngineTotals): void {
  const { messages = [], queues = {}, log } = nodeOf(totals, "log");
  // Offsets that were lost are given again.
  if (messages.length >= RECORDED_MAX || log?.truncated !== 0) return;
  for (const name of Object.keys(queues)) {
    const astray = recordDisorderIn(messages, name);
    expect(astray.filter(({ wasGivenUp }) => !wasGivenUp)).toEqual([]);
    if (!keepsOrder(document)) continue;
    for (const { to, broken } of Object.values(totals.flows ?? {})) {
      const late = astray.length + lateAppends(document, totals);
      if (to === name) expect(broken.outOfOrder ?? 0).toBeLessThanOrEqual(late);
    }
  }
}

/** The same with consumers that pass over what they have applied, and publishers that number theirs. */
function withInboxes(document: ScenarioDocument, broker: string): ScenarioDocument {
  const types = Object.keys(
    (document.nodes.users?.requests as object | undefined) ?? { request: {} },
  );
  const operations = Object.fromEntries(types.map((type) => [type, { write: true }]));
  const edges = Object.entries(document.edges).map(([id, edge]) => [
    id,
    id.startsWith(`${broker}->`) ? { ...edge, inbox: { lookupMs: 0 } } : edge,
  ]) as [string, EdgeDocument][];
  const nodes = Object.entries(document.nodes).map(([id, node]) => [
    id,
    node.kind === "service" ? { ...node, operations } : node,
  ]) as [string, NodeDocument][];
  return { ...document, edges: Object.fromEntries(edges), nodes: Object.fromEntries(nodes) };
}

function expectOnce(totals: EngineTotals): void {
  for (const flow of Object.values(totals.flows ?? {})) {
    if (flow.promise.guarantee === "atMostOnce") continue;
    expect(flow.appliedTwice).toBe(0);
  }
  for (const { duplicateEffects } of Object.values(totals.nodes).filter(({ queues }) => !queues)) {
    expect(duplicateEffects).toBe(0);
  }
}

describe.each(Object.keys(TOPOLOGIES))("%s", (product) => {
  it("keeps what its flows promise, and says why where it does not", {
    timeout: TIMEOUT_MS,
  }, () => {
    fc.assert(
      fc.property(randomMailbox(product), ({ document }) => {
        const totals = simulate(document);
        expectSound(totals);
        expectCauses(totals, "mq");
        expect(brokenOf(totals)).toEqual({});
        expectOrder(totals);
        expectRouted(totals);
      }),
      { numRuns: RUNS },
    );
  });

  it("is effectively once with inboxes", { timeout: TIMEOUT_MS }, () => {
    fc.assert(
      fc.property(randomMailbox(product), ({ document }) => {
        const totals = simulate(withInboxes(document, "mq"));
        expectSound(totals);
        expect(brokenOf(totals)).toEqual({});
        expectOrder(totals);
        expectOnce(totals);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("a log", () => {
  it("keeps what its flows promise, and says why where it does not", {
    timeout: TIMEOUT_MS,
  }, () => {
    fc.assert(
      fc.property(randomLog, (document) => {
        const totals = simulate(document);
        expectSound(totals);
        expectCauses(totals, "log");
        expectLogOrder(document, totals);
        expect(brokenOf(totals)).toEqual({});
      }),
      { numRuns: LOG_RUNS },
    );
  });

  it("is effectively once with inboxes", { timeout: TIMEOUT_MS }, () => {
    fc.assert(
      fc.property(randomLog, (document) => {
        const totals = simulate(withInboxes(document, "log"));
        expectSound(totals);
        expectOnce(totals);
      }),
      { numRuns: LOG_RUNS },
    );
  });
});
