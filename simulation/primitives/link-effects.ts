// The faults of the network as they are now, written into the rows of the links they hit.
import { nextUniform, seedStream } from "../core/random.ts";
import { registers, UNIFORM } from "../core/registers.ts";
import { CONNECTION_REFUSED } from "../results/outcomes.ts";
import type { Coming, Draws, EdgeRow, Fault } from "./fault-plan.ts";
import { pooledEdges } from "./flight-rows.ts";
import {
  CUT_ANSWERS,
  CUT_REQUESTS,
  callerWays,
  jitters,
  LEAST_RTO_MS,
  linkFaults,
  REFUSES,
} from "./link-faults.ts";
import { setAdded } from "./network.ts";
import { edges } from "./parameters.ts";
import { leakConnections, refuseHandshakes, returnLeaked } from "./pool-faults.ts";
import { wires } from "./wire-rows.ts";

/** All links as if there were no faults. */
export function clearLinks(): void {
  linkFaults.occupy(edges.highWater);
  jitters.occupy(0);
  for (let edge = 0; edge < edges.highWater; edge++) {
    setAdded(edge, 0);
    linkFaults.cuts[edge] = 0;
    linkFaults.expires[edge] = 0;
    linkFaults.addedMs[edge] = 0;
    linkFaults.lossRatio[edge] = wires.lossRatio[edge];
    linkFaults.leakRatio[edge] = 0;
    linkFaults.breaksRatio[edge] = 0;
    linkFaults.rtoMs[edge] = LEAST_RTO_MS;
    linkFaults.firstJitter[edge] = 0;
  }
}

export function disturbLink(
  fault: Fault,
  coming: Coming,
  level: number,
  target: EdgeRow,
  draws: Draws,
): void {
  const { effect } = fault;
  const { edge, cut } = target;
  switch (effect.kind) {
    case "latency":
      linkFaults.addedMs[edge] += effect.addMs * level;
      break;
    case "jitter":
      addJitter(edge, effect.distribution, level);
      break;
    case "loss":
      linkFaults.lossRatio[edge] =
        1 - (1 - linkFaults.lossRatio[edge]) * (1 - effect.ratio * level);
      linkFaults.rtoMs[edge] = effect.rtoMs;
      break;
    case "poolLeak":
      linkFaults.leakRatio[edge] =
        1 - (1 - linkFaults.leakRatio[edge]) * (1 - effect.ratio * level);
      linkFaults.returnsLeaked[edge] = effect.returns ? 1 : 0;
      break;
    case "partition":
      if (cut !== "answers") linkFaults.cuts[edge] |= CUT_REQUESTS;
      if (cut !== "requests") linkFaults.cuts[edge] |= CUT_ANSWERS;
      if (effect.refuses) linkFaults.cuts[edge] |= REFUSES;
      break;
    case "contract": {
      const breaks = effect.change === "added" ? wires.needsAll[edge] : wires.needsKnown[edge];
      const ratio = breaks * effect.ratio * level;
      linkFaults.breaksRatio[edge] = 1 - (1 - linkFaults.breaksRatio[edge]) * (1 - ratio);
      break;
    }
    case "expiry":
      expire(fault, coming, target, draws);
      break;
    default:
      throw new Error(`A fault of kind ${effect.kind} does not hit links`);
  }
}

function addJitter(edge: number, distribution: number, level: number): void {
  const row = jitters.highWater;
  if (!jitters.occupy(row + 1)) {
    jitters.exhaust();
    return;
  }
  jitters.distribution[row] = distribution;
  jitters.level[row] = level;
  jitters.nextHere[row] = linkFaults.firstJitter[edge];
  linkFaults.firstJitter[edge] = row + 1;
}

/**
 * Each caller instance has to connect anew at a time of its own, uniform over the life of what it
 * has: the same draws at every look.
 */
function expire(fault: Fault, coming: Coming, { edge, edgeId }: EdgeRow, draws: Draws): void {
  const { effect } = fault;
  if (effect.kind !== "expiry") return;
  const first = edges.firstRow[edge];
  const last = first + edges.rowCount[edge];
  if (callerWays.highWater < last && !callerWays.occupy(last)) {
    callerWays.exhaust();
    return;
  }
  const isFollowed = edge < pooledEdges.highWater && pooledEdges.pooled[edge] === 1;
  const lifeMs = isFollowed && effect.ofConnections ? 0 : effect.lifeMs;
  const isFirst = linkFaults.expires[edge] === 0;
  linkFaults.expires[edge] = 1;
  seedStream(draws.stream, draws.seed, fault.id, `expiry ${edgeId}`, coming.number);
  for (let row = first; row < last; row++) {
    nextUniform(draws.stream);
    const lostAt = coming.startMs + registers[UNIFORM] * lifeMs;
    if (!isFirst && callerWays.lostAt[row] <= lostAt) continue;
    callerWays.lostAt[row] = lostAt;
    callerWays.trips[row] = effect.trips;
  }
}

/** Tells the links which of them are disturbed by more than an added delay. */
export function settleLinks(): void {
  for (let edge = 0; edge < edges.highWater; edge++) {
    const isPooled = edge < pooledEdges.highWater && pooledEdges.pooled[edge] === 1;
    if (isPooled) settlePool(edge);
    const isShared = isPooled && pooledEdges.closes[edge] === 0;
    linkFaults.ordered[edge] = isShared && linkFaults.lossRatio[edge] > 0 ? 1 : 0;
    const isPlain =
      linkFaults.cuts[edge] === 0 &&
      linkFaults.expires[edge] === 0 &&
      linkFaults.lossRatio[edge] === 0 &&
      wires.requestMs[edge] === 0 &&
      wires.responseMs[edge] === 0 &&
      linkFaults.firstJitter[edge] === 0;
    setAdded(edge, isPlain ? linkFaults.addedMs[edge] : -1);
  }
}

/** Requests over open connections go on; new connections are what a caller no longer gets. */
function settlePool(edge: number): void {
  settleLeak(edge);
  refuseHandshakes(edge, linkFaults.expires[edge] === 1 ? CONNECTION_REFUSED : 0);
  linkFaults.expires[edge] = 0;
}

function settleLeak(edge: number): void {
  const ratio = linkFaults.leakRatio[edge];
  leakConnections(edge, ratio);
  if (ratio > 0 || linkFaults.returnsLeaked[edge] === 0) return;
  linkFaults.returnsLeaked[edge] = 0;
  returnLeaked(edge);
}
