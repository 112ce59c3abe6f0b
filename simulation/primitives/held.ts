// What the loss of a held connection leads to, and what a hub makes of one that comes: accepted one
// after another, refused when too many wait or its instance holds enough.
import { schedule } from "../core/event-list.ts";
import { nextUniform } from "../core/random.ts";
import { AT, NOW, registers, SAMPLE, UNIFORM } from "../core/registers.ts";
import { RECONNECT } from "./event-kinds.ts";
import { heldEdges, heldPools, hubInstances, hubs } from "./held-rows.ts";
import { edgeStream } from "./network.ts";
import { instances } from "./node-state.ts";
import { COME_BACK } from "./streams.ts";

/** Until a client gives up a connection that nobody answers, ms. Socket.IO (2026-06): timeout. */
export const CONNECT_TIMEOUT_MS = 20_000;

/** A pool that has lost its held connection, or was refused one, connects again after a pause. */
export function comeBackLater(pool: number, edge: number): void {
  if (heldPools.pauses[pool] === 1) return;
  heldPools.pauses[pool] = 1;
  let pause = heldEdges.baseMs[edge];
  const cap = heldEdges.capMs[edge];
  for (let at = 0; at < heldPools.tries[pool] && pause < cap; at++) pause *= heldEdges.factor[edge];
  heldPools.tries[pool]++;
  const jitter = heldEdges.jitter[edge];
  if (jitter > 0) {
    nextUniform(edgeStream(edge, COME_BACK));
    pause *= 1 + jitter * (2 * registers[UNIFORM] - 1);
  }
  registers[AT] = registers[NOW] + Math.min(pause, cap);
  schedule(RECONNECT, pool, 0);
}

function touchHub(node: number): void {
  hubs.openTime[node] += (registers[NOW] - hubs.since[node]) * hubs.open[node];
  hubs.since[node] = registers[NOW];
}

/** An instance of a hub has one connection more, or less: `change` is 1 or -1. */
export function countHeld(node: number, instance: number, change: number): void {
  if (hubs.isHub[node] === 0) return;
  touchHub(node);
  hubInstances.open[instance] += change;
  const open = hubs.open[node] + change;
  hubs.open[node] = open;
  if (open > hubs.openMax[node]) hubs.openMax[node] = open;
}

/** Whether an instance of a hub refuses one more. */
export function refusesHeld(node: number, instance: number): boolean {
  if (hubs.isHub[node] === 0) return false;
  const max = hubs.connectionsMax[node];
  const acceptMs = hubs.acceptMs[node];
  const waiting = acceptMs > 0 ? (hubInstances.busyUntil[instance] - registers[NOW]) / acceptMs : 0;
  if ((max === 0 || hubInstances.open[instance] < max) && waiting < hubs.backlog[node])
    return false;
  hubs.refused[node]++;
  return true;
}

/** Adds to the handshake in `registers[SAMPLE]` until the hub has accepted it, ms. */
export function acceptInTurn(node: number, instance: number): void {
  if (hubs.isHub[node] === 0) return;
  if (instances.blackhole[instance] === 1 && instances.up[instance] === 0) {
    registers[SAMPLE] = CONNECT_TIMEOUT_MS;
    return;
  }
  // Whoever has a long way neither takes a place in line while it travels nor keeps near ones waiting:
  // the line is that of the moment in which a client sets out.
  const ends = Math.max(registers[NOW], hubInstances.busyUntil[instance]) + hubs.acceptMs[node];
  hubInstances.busyUntil[instance] = ends;
  registers[SAMPLE] += ends - registers[NOW];
}
