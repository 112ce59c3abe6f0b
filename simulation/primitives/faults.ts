// Faults: whenever one of them begins, changes or ends, the whole effect of all of them is worked out
// anew from the present time, so order, overlap and live switching need no cases of their own. What
// has to happen then (crashes, pauses, ...) is the difference between what should be and what is.
import { NOW, registers } from "../core/registers.ts";
import { replayArchive } from "./archive.ts";
import { settleFleets } from "./autoscale.ts";
import { announceAgain, crash, restart, tellOfLinks, tellOfStandstill } from "./crash.ts";
import {
  comingAt,
  type Draws,
  drawInstances,
  type Fault,
  levelAt,
  type NodeRow,
  type PlannedFault,
  type ReplayFrom,
} from "./fault-plan.ts";
import { failChecks } from "./health-check.ts";
import { killedUntil, leakAt, settleLeaks, stopLeaks } from "./leaks.ts";
import { clearLinks, disturbLink, settleLinks } from "./link-effects.ts";
import { settleLoad } from "./load-effects.ts";
import { replay } from "./log-replay.ts";
import { instances, isAtWork } from "./node-state.ts";
import { edges, LOG_BROKER, nodes, SHARES } from "./parameters.ts";
import { proxies } from "./proxy-rows.ts";
import { redrive } from "./redrive.ts";
import { applyVersions, deploy, undeploy } from "./rollout.ts";
import { changeSchema, clearSchemas } from "./schemas.ts";
import { reshare } from "./sharing.ts";
import {
  clearStandstill,
  endsByRestart,
  HUNG,
  PAUSED_BY_FAULT,
  settleStandstill,
  standstill,
} from "./standstill.ts";
import { flushStore } from "./store.ts";
import { changeLoad, clearLoad } from "./traffic.ts";
import { AS_BLACKHOLE, DOWN, wanted } from "./wanted-state.ts";

/** Brings the effect of all faults to the present. */
export function applyFaults(faults: readonly PlannedFault[], draws: Draws): void {
  const silent = proxies.unannounced.slice(0, proxies.highWater);
  clearEffects();
  for (const planned of faults) applyFault(planned, draws);
  settleLinks();
  tellOfLinks();
  settleLoad();
  settleLeaks();
  settleFleets();
  applyVersions();
  shareFates();
  for (let instance = 0; instance < instances.highWater; instance++) settleInstance(instance);
  for (let node = 0; node < silent.length; node++) {
    if (silent[node] === 1 && proxies.unannounced[node] === 0) announceAgain(node);
  }
}

function clearEffects(): void {
  wanted.occupy(instances.highWater);
  for (let instance = 0; instance < instances.highWater; instance++) {
    instances.slowFactor[instance] = 1;
    instances.addedErrorRatio[instance] = 0;
    instances.checkFault[instance] = 0;
    wanted.down[instance] = 0;
    wanted.still[instance] = 0;
    wanted.flushed[instance] = 0;
  }
  proxies.unannounced.fill(0, 0, proxies.highWater);
  clearSchemas();
  clearStandstill();
  clearLinks();
  clearLoad();
  stopLeaks();
  undeploy();
}

/** What takes an instance down takes its whole process down. */
function shareFates(): void {
  for (let node = 0; node < nodes.highWater; node++) {
    if (proxies.mate[node] === 0) continue;
    for (let at = 0; at < nodes.instanceCount[node]; at++) {
      const instance = nodes.firstInstance[node] + at;
      if (killedUntil(instance) > registers[NOW]) wanted.down[instance] |= DOWN;
      const down = wanted.down[instance];
      if (down === 0) continue;
      for (let mate = proxies.mate[node] - 1; mate !== node; mate = proxies.mate[mate] - 1) {
        wanted.down[nodes.firstInstance[mate] + at] |= down;
      }
    }
  }
}

function settleInstance(instance: number): void {
  instances.pace[instance] = instances.slowFactor[instance] / instances.speed[instance];
  const node = instances.node[instance];
  settleStanding(instance, node);
  if (wanted.flushed[instance] > 0) flushStore(instance, node, wanted.flushed[instance]);
  // Work in progress keeps its end, except where cores are shared: they are slower at once.
  if ((nodes.mode[node] & SHARES) !== 0) reshare(instance, node);
  if (killedUntil(instance) > registers[NOW]) wanted.down[instance] |= DOWN;
  const down = wanted.down[instance];
  const companion = proxies.companion[node] - 1;
  if (companion >= 0) {
    wanted.down[nodes.firstInstance[companion] + instance - nodes.firstInstance[node]] |= down;
  }
  if (down > 0 && instances.up[instance] === 1) crash(instance, (down & AS_BLACKHOLE) !== 0);
  else if (down === 0 && instances.up[instance] === 0) restart(instance);
  else if (down > 0) instances.blackhole[instance] = (down & AS_BLACKHOLE) !== 0 ? 1 : 0;
}

/** Tells of instances that stop or go on, unless a restart ends it, which is told anyway. */
function settleStanding(instance: number, node: number): void {
  const wasUp = instances.up[instance] === 1;
  const wasAtWork = isAtWork(instance);
  const ends = endsByRestart(instance);
  settleStandstill(instance, node);
  const stays = wasUp && instances.up[instance] === 1 && wasAtWork !== isAtWork(instance);
  if (stays && !(ends && !wasAtWork)) tellOfStandstill(instance, wasAtWork);
}

function applyFault(planned: PlannedFault, draws: Draws): void {
  const coming = comingAt(planned, registers[NOW]);
  if (coming === null) return;
  const { fault } = planned;
  // What is done at once is done when it comes, and never again.
  const { kind } = fault.effect;
  if ((kind === "flush" || kind === "redrive") && coming.startMs !== registers[NOW]) return;
  const level = levelAt(fault, coming, registers[NOW]);
  for (const target of fault.targets) {
    if (fault.effect.kind === "replay") {
      if ("edge" in target) replayTo(target.edge, fault.effect.from, coming.startMs);
    } else if (fault.effect.kind === "redrive") {
      if ("node" in target) redrive(target.node, fault.effect.ratePerS);
    } else if ("edge" in target) {
      disturbLink(fault, coming, level, target, draws);
    } else if (fault.effect.kind === "spike" || fault.effect.kind === "herd") {
      changeLoad(fault.effect, level, target.node);
    } else if (fault.effect.kind === "schema") {
      changeSchema(target.node, fault.effect, coming.startMs);
    } else if (fault.effect.kind === "rollout") {
      deploy(target.node, fault.effect.ratio, fault.effect.factor);
    } else if (fault.effect.kind === "silence") {
      proxies.unannounced[target.node] = 1;
    } else {
      for (const at of positionsOf(target, planned, level, draws)) {
        hit(fault, nodes.firstInstance[target.node] + at, level);
      }
    }
  }
}

/** Of a log its group goes back, of a bus what it has archived comes again. */
function replayTo(edge: number, from: ReplayFrom, startMs: number): void {
  if (nodes.primitive[edges.from[edge]] === LOG_BROKER) replay(edge, from, startMs);
  else replayArchive(edge, from, startMs);
}

/** Positions of the instances of a node that a fault hits at its present strength. */
function positionsOf(
  { node, instances: which }: NodeRow,
  planned: PlannedFault,
  level: number,
  draws: Draws,
): readonly number[] {
  const count = nodes.instanceCount[node];
  const { effect, id } = planned.fault;
  const coming = comingAt(planned, registers[NOW]);
  let positions = Array.from({ length: count }, (_, at) => at);
  if (which !== "all") {
    if ("random" in which) {
      if (coming === null) return [];
      positions = drawInstances(draws, id, coming, count, which.random);
    } else {
      positions = which.filter((at) => at < count);
    }
  }
  if (effect.kind !== "deploy") return positions;
  const share = positions.length * effect.share * level;
  return positions.slice(0, effect.share > 0 ? Math.max(1, Math.floor(share + 0.5)) : 0);
}

function hit({ effect }: Fault, instance: number, level: number): void {
  switch (effect.kind) {
    case "slow":
      instances.slowFactor[instance] *= 1 + (effect.factor - 1) * level;
      break;
    case "errors":
      addErrors(instance, effect.ratio * level);
      break;
    case "deploy":
      instances.slowFactor[instance] *= effect.factor;
      addErrors(instance, effect.ratio);
      break;
    case "crash":
      wanted.down[instance] |= effect.blackhole ? DOWN | AS_BLACKHOLE : DOWN;
      break;
    case "flush":
      wanted.flushed[instance] = 1 - (1 - wanted.flushed[instance]) * (1 - effect.ratio);
      break;
    case "pause":
      standstill(instance, PAUSED_BY_FAULT);
      break;
    case "hang":
      standstill(instance, HUNG, effect.resumes);
      break;
    case "leak":
      leakAt(instance, effect);
      break;
    case "failing-check":
      failChecks(instance, effect.hangs);
      break;
    default:
      throw new Error(`A fault of kind ${effect.kind} does not hit instances`);
  }
}

function addErrors(instance: number, ratio: number): void {
  const before = instances.addedErrorRatio[instance];
  instances.addedErrorRatio[instance] = 1 - (1 - before) * (1 - ratio);
}
