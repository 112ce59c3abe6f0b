// Writes the nodes, instances, operations, stages and calls of a program into their columns.

import type {
  NodeDescriptor,
  OperationDescriptor,
  StationDescriptor,
} from "../kinds/descriptors.ts";
import { CACHE } from "../primitives/cache-rows.ts";
import { codel } from "../primitives/late-drop.ts";
import { instances, levels, nodeState, setSlots } from "../primitives/node-state.ts";
import {
  ADAPTIVE_LIFO,
  AT_RANDOM,
  admissions,
  BREAKS,
  BY_PRIORITY,
  CODEL,
  DROPS_LATE,
  FIFO,
  LEVELS,
  LIFO,
  LOG_BROKER,
  MAILBOX_BROKER,
  nodes,
  operations,
  POLLS,
  PREEMPTS,
  plans,
  SERVES_BATCHES,
  SHARED_CORES,
  SHARES,
  SOURCE,
  STATION,
  stages,
  UNLIMITED,
} from "../primitives/parameters.ts";
import {
  proxies,
  RELAYS_ANSWERS,
  RELAYS_BYTES,
  RELAYS_LIMITS,
  verdicts,
} from "../primitives/proxy-rows.ts";
import { sharing } from "../primitives/sharing.ts";
import { setUsable } from "../primitives/sleep.ts";
import { fillSlot } from "../primitives/station.ts";
import { OUTCOME_COUNT, OUTCOMES } from "../results/outcomes.ts";
import type { PlannedCall, PlannedOperation, PlannedStage } from "./operation-graph.ts";
import type { Program, ProgramNode } from "./program.ts";

const PRIMITIVES = {
  source: SOURCE,
  station: STATION,
  mailbox: MAILBOX_BROKER,
  log: LOG_BROKER,
  cache: CACHE,
} as const satisfies Record<NodeDescriptor["primitive"], number>;

const DISCIPLINES = {
  fifo: FIFO,
  lifo: LIFO,
  priority: BY_PRIORITY,
  random: AT_RANDOM,
  ps: SHARED_CORES,
  codel: CODEL,
  "adaptive-lifo": ADAPTIVE_LIFO,
} as const satisfies Record<StationDescriptor["discipline"], number>;

/** Parameters of all nodes; with `fresh` their present is set up too. Null or the cap that was hit. */
export function fillNodes(program: Program, fresh: boolean): string | null {
  const count = program.nodes.length;
  const last = program.nodes.at(-1);
  const instanceCount = last ? last.firstInstance + last.instanceCount : 0;
  if (!nodes.occupy(count) || !nodeState.occupy(count)) return "nodes";
  if (!instances.occupy(instanceCount) || !levels.occupy(instanceCount * LEVELS)) {
    return "instances";
  }
  if (!sharing.occupy(instanceCount) || !codel.occupy(instanceCount)) return "instances";
  if (!proxies.occupy(count)) return "nodes";
  program.nodes.forEach((node, row) => {
    nodes.primitive[row] = PRIMITIVES[node.descriptor.primitive];
    nodes.firstInstance[row] = node.firstInstance;
    nodes.instanceCount[row] = node.instanceCount;
    if (node.descriptor.primitive === "source") fillSourceNode(row);
    else fillStation(program, row, node.descriptor.station);
    nodes.weighted[row] = differInWeight(node) ? 1 : 0;
    if (fresh) openNode(program, row, node);
    else resizeSlots(row, node);
  });
  proxies.companion.fill(0, 0, count);
  for (const [row, { descriptor }] of program.nodes.entries()) fillProxy(program, descriptor, row);
  return null;
}

/** After all nodes: which of them hand on, and what stands beside what. */
function fillProxy({ index }: Program, descriptor: NodeDescriptor, row: number): void {
  const station = descriptor.primitive === "source" ? null : descriptor.station;
  proxies.relays[row] = relaysOf(station);
  if (station?.livesIn !== undefined) joinProcess(index.nodeOf(station.livesIn), row);
  if (station?.companionOf === undefined) return;
  // What stands beside the same node stands in a row, in the order of rows.
  let last = index.nodeOf(station.companionOf);
  while (proxies.companion[last] !== 0) last = proxies.companion[last] - 1;
  proxies.companion[last] = row + 1;
}

function relaysOf(station: StationDescriptor | null): number {
  if (station?.relays === undefined) return 0;
  if (station.relays === true) return RELAYS_ANSWERS;
  return station.relays === "bytes" ? RELAYS_BYTES : RELAYS_LIMITS;
}

/** Nodes of one process stand in a ring. */
function joinProcess(host: number, guest: number): void {
  const next = proxies.mate[host];
  // Parameters may be written while a run goes on: then it is in the ring.
  if (proxies.mate[guest] !== 0) return;
  proxies.mate[guest] = next === 0 ? host + 1 : next;
  proxies.mate[host] = guest + 1;
}

function fillSourceNode(row: number): void {
  nodes.slots[row] = UNLIMITED;
  nodes.queueMax[row] = UNLIMITED;
  fillRatios(row, []);
}

function fillStation(program: Program, row: number, station: StationDescriptor): void {
  const { breakdowns, polling, bulk } = station;
  const shares = station.discipline === "ps";
  nodes.discipline[row] = DISCIPLINES[station.discipline];
  nodes.mode[row] = modeOf(station);
  const { admission } = station;
  fillRatios(row, admission !== null && "acceptRatios" in admission ? admission.acceptRatios : []);
  // Where cores are shared nobody waits: there is no queue to share, and none to be bound.
  nodes.sharedQueue[row] = station.sharedQueue && !shares ? 1 : 0;
  nodes.slots[row] = station.slots ?? UNLIMITED;
  nodes.queueMax[row] =
    station.queueLengthMax === null ? UNLIMITED : shares ? 0 : station.queueLengthMax;
  nodes.shareMax[row] = station.queueLengthMax ?? UNLIMITED;
  nodes.endpointDelayMs[row] = station.endpointDelayMs;
  if (breakdowns !== null) {
    nodes.uptime[row] = program.index.distribution(breakdowns.every, "ms");
    nodes.repairTime[row] = program.index.distribution(breakdowns.for, "ms");
  }
  if (polling !== null) nodes.sleep[row] = program.index.distribution(polling.sleepMs, "ms");
  nodes.bulkMax[row] = bulk?.max ?? 1;
  nodes.bulkMin[row] = bulk?.min ?? 1;
  nodes.codelTargetMs[row] = station.codelTargetMs;
  nodes.codelIntervalMs[row] = station.codelIntervalMs;
}

function modeOf(station: StationDescriptor): number {
  return (
    (station.discipline === "ps" ? SHARES : 0) |
    (station.discipline === "codel" ? DROPS_LATE : 0) |
    (station.preemptive ? PREEMPTS : 0) |
    (station.breakdowns === null ? 0 : BREAKS) |
    (station.polling === null ? 0 : POLLS) |
    (station.bulk === null ? 0 : SERVES_BATCHES)
  );
}

/** Whether balancing has to look at weights at all. */
export function differInWeight({ descriptor, instanceCount }: ProgramNode): boolean {
  if (descriptor.primitive === "source") return false;
  const weights = descriptor.station.instanceWeight.slice(0, instanceCount);
  return weights.some((weight) => weight !== weights[0]);
}

/** Ratios are appended in order of nodes, so a live change finds them where they were. */
function fillRatios(row: number, ratios: readonly number[]): void {
  const first = row === 0 ? 0 : nodes.firstRatio[row - 1] + nodes.ratioCount[row - 1];
  nodes.firstRatio[row] = first;
  nodes.ratioCount[row] = ratios.length;
  if (!admissions.occupy(first + ratios.length)) {
    admissions.exhaust();
    return;
  }
  ratios.forEach((ratio, at) => {
    admissions.acceptRatio[first + at] = ratio;
  });
}

/** The entry of an instance in a list whose last entry repeats; 1 where there is none. */
function entryOf(list: readonly number[], at: number): number {
  return list[Math.min(at, list.length - 1)] ?? 1;
}

function fillInstance(node: ProgramNode, at: number): void {
  const instance = node.firstInstance + at;
  const isSource = node.descriptor.primitive === "source";
  const station = isSource ? null : node.descriptor.station;
  instances.speed[instance] = entryOf(station?.instanceSpeed ?? [], at);
  instances.weight[instance] = entryOf(station?.instanceWeight ?? [], at);
}

/** Instances of a node in several zones are spread over them in turn. */
function zoneOf({ zones }: ProgramNode, at: number): number {
  return zones[at % zones.length] ?? 0;
}

/** Instances of a fleet that changes its size begin as many as it says. */
function presentAtStart(program: Program, { descriptor, instanceCount }: ProgramNode): number {
  if (descriptor.primitive === "source") return instanceCount;
  const { companionOf, livesIn } = descriptor.station;
  const of = companionOf ?? livesIn;
  const owner = of === undefined ? -1 : program.index.nodeOf(of);
  if (owner >= 0) return presentAtStart(program, program.nodes[owner]);
  return Math.min(instanceCount, descriptor.station.autoscale?.initial ?? instanceCount);
}

function openNode(program: Program, row: number, node: ProgramNode): void {
  const limited = nodes.slots[row] !== UNLIMITED;
  const present = presentAtStart(program, node);
  setSlots(row, limited ? nodes.slots[row] * present : 0);
  nodeState.instancesUp[row] = present;
  nodeState.listed[row] = present;
  for (let at = 0; at < node.instanceCount; at++) {
    const instance = node.firstInstance + at;
    instances.node[instance] = row;
    setUsable(instance, row);
    instances.up[instance] = at < present ? 1 : 0;
    instances.listed[instance] = instances.up[instance];
    instances.zone[instance] = zoneOf(node, at);
    fillInstance(node, at);
    instances.slowFactor[instance] = 1;
    instances.queue[instance] = nodes.sharedQueue[row] === 1 ? node.firstInstance : instance;
  }
}

/** New numbers of slots and speeds for a live change; running work is not touched. */
function resizeSlots(row: number, node: ProgramNode): void {
  let working = 0;
  for (let at = 0; at < node.instanceCount; at++) {
    const instance = node.firstInstance + at;
    if (instances.up[instance] === 1 && instances.broken[instance] === 0) working++;
    setUsable(instance, row);
    fillInstance(node, at);
  }
  setSlots(row, nodes.slots[row] === UNLIMITED ? 0 : nodes.slots[row] * working);
}

/** What waits begins where a live change has made room. */
export function startWaiting(): void {
  for (let instance = 0; instance < instances.highWater; instance++) {
    if (instances.up[instance] === 0) continue;
    const node = instances.node[instance];
    fillSlot(instance, node);
  }
}

/** Operations with their stages and calls. Null or the cap that was hit. */
export function fillOperations(program: Program): string | null {
  const all = program.graph.operations;
  const stageCount = all.reduce((sum, operation) => sum + operation.stages.length, 0);
  const planned = all.flatMap(({ stages: of }) => of.flatMap(({ calls }) => calls));
  const planCount = planned.reduce((sum, call) => sum + plansOf(call), 0);
  if (!operations.occupy(all.length) || !verdicts.occupy(all.length)) return "operations";
  if (!stages.occupy(stageCount)) return "stages";
  if (!plans.occupy(planCount)) return "calls of operations";
  let stageRow = 0;
  let planRow = 0;
  let insteadRow = planned.length;
  all.forEach((operation, row) => {
    fillOperation(program, operation, row);
    operations.firstStage[row] = stageRow;
    operations.stageCount[row] = operation.stages.length;
    for (const stage of operation.stages) {
      stages.firstPlan[stageRow] = planRow;
      stages.planCount[stageRow] = stage.calls.length;
      stages.requires[stageRow] = stage.requires;
      for (const call of stage.calls) {
        insteadRow = fillInstead(program, call, planRow, insteadRow);
        fillPlan(program, call, planRow++);
      }
      stages.onlyPlan[stageRow] = isOneCall(stage) && stage.number > 0 ? planRow : 0;
      stageRow++;
    }
  });
  return null;
}

/** Rows that a call needs with everything that is called instead of it. */
function plansOf({ instead }: PlannedCall): number {
  return instead === null ? 1 : 1 + plansOf(instead);
}

/** Plans of what is called instead of a call, in rows of their own from `next` on. */
function fillInstead(program: Program, call: PlannedCall, row: number, next: number): number {
  plans.standsFor[row] = row;
  plans.fallback[row] = 0;
  let before = row;
  let free = next;
  for (let other = call.instead; other !== null; other = other.instead) {
    plans.fallback[before] = free + 1;
    fillPlan(program, other, free);
    plans.fallback[free] = 0;
    plans.standsFor[free] = row;
    before = free++;
  }
  return free;
}

/** A stage of one call that is always made, once. */
function isOneCall({ calls }: PlannedStage): boolean {
  const [only, ...more] = calls;
  if (!only || more.length > 0) return false;
  const { probability, count, whenMiss, ifShown } = only.call;
  if (ifShown !== undefined) return false;
  return whenMiss === null && only.choice === 0 && probability >= 1 && count === 1;
}

function isZero(literal: unknown): boolean {
  return literal === 0;
}

function fillOperation(program: Program, operation: PlannedOperation, row: number): void {
  const { index } = program;
  const node = program.nodes[operation.node];
  const work: OperationDescriptor | null = operation.work;
  operations.node[row] = operation.node;
  operations.service[row] = index.distribution(work?.serviceTime ?? 0, "ms");
  operations.after[row] =
    work && !isZero(work.afterTime) ? index.distribution(work.afterTime, "ms") : -1;
  operations.afterProbability[row] = work?.afterProbability ?? 1;
  operations.errorRate[row] = work?.errorRate ?? 0;
  const errorTime = work?.errorTime ?? null;
  verdicts.failsWith[row] = OUTCOMES.indexOf(work?.failsWith ?? "error");
  operations.errorTime[row] = errorTime === null ? -1 : index.distribution(errorTime, "ms");
  operations.priority[row] = work?.priority ?? 0;
  operations.idempotent[row] = (work?.idempotent ?? true) ? 1 : 0;
  operations.conditional[row] = work?.readsBefore == null ? 0 : 1;
  const station = node && node.descriptor.primitive !== "source" ? node.descriptor.station : null;
  operations.blocking[row] = station?.blocking ? 1 : 0;
  const patience = station?.queueTimeout ?? null;
  operations.queueTimeout[row] = patience === null ? -1 : index.distribution(patience, "ms");
}

function fillPlan(program: Program, planned: PlannedCall, row: number): void {
  const { call } = planned;
  plans.edge[row] = planned.edge;
  plans.operation[row] = planned.target;
  plans.probability[row] = call.probability;
  plans.choice[row] = planned.choice;
  plans.choiceFrom[row] = planned.from;
  plans.choiceUpTo[row] = planned.upTo;
  const { count } = call;
  plans.count[row] = -1;
  plans.fixedCount[row] = 1;
  plans.toAll[row] = 0;
  plans.parallel[row] = call.parallel ? 1 : 0;
  if (count === "all") {
    const to = program.scenario.edges[planned.edge]?.to ?? "";
    plans.fixedCount[row] = program.nodes[program.index.nodeOf(to)]?.instanceCount ?? 1;
    plans.toAll[row] = 1;
    plans.parallel[row] = 1;
  } else if (typeof count === "number") {
    plans.fixedCount[row] = count;
  } else {
    plans.count[row] = program.index.distribution(count, "");
  }
  plans.readOperation[row] = planned.read === null ? 0 : planned.read + 1;
  plans.optional[row] = call.optional ? 1 : 0;
  plans.distinct[row] = call.distinct && call.parallel ? 1 : 0;
}

/** Bit mask of outcome names. */
export function maskOf(names: readonly string[], all: readonly string[]): number {
  return names.reduce((mask, name) => {
    const code = all.indexOf(name);
    return code >= 0 && code < OUTCOME_COUNT ? mask | (1 << code) : mask;
  }, 0);
}
