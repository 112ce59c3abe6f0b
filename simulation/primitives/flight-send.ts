// A flight sets out: it has an instance, and a connection where its edge has pools.
import { scheduleInLane } from "../core/event-list.ts";
import { AT, NOW, registers } from "../core/registers.ts";
import {
  ATTEMPTS,
  EDGE_METERS,
  edgeMeter,
  HEDGES,
  RETRIED_CALLS,
  RETRIES,
  TYPE_ATTEMPTS,
  TYPE_RETRIES,
} from "../metrics/meters.ts";
import { PARTICLE_REQUEST, PARTICLE_RETRY } from "../results/snapshot.ts";
import { GREETED, GREETS, SHOWS } from "./access-rows.ts";
import { balances } from "./balance-rows.ts";
import { countForType } from "./call-end.ts";
import { passDeadline } from "./deadline.ts";
import { FLIGHT_TIMEOUT } from "./event-kinds.ts";
import { connections, flights, SENT } from "./flight-rows.ts";
import { askForVersion, followData } from "./keyed-work.ts";
import { LOCKS_ROWS } from "./lock-rows.ts";
import { memberPicked } from "./member-events.ts";
import { CALL_DEADLINE, edges, nodes, TRACKS_EFFECTS, WRITES_CONDITIONALLY } from "./parameters.ts";
import { attempts, CALLED, calls, ROOT } from "./rows.ts";
import { openStream } from "./rpc-stream-life.ts";
import { STREAMS } from "./rpc-stream-rows.ts";
import { makeAttempt, travel } from "./wire.ts";

/** Puts the attempt of a flight on the wire and starts its timer (which therefore wins a tie). */
export function sendFlight(flight: number): void {
  const call = flights.call[flight];
  const edge = calls.edge[call];
  const instance = flights.instance[flight];
  const isExtra = flights.hedge[flight] === 1 || calls.tries[call] > 1;
  countFlight(flight);
  if (balances.watch[edge] !== 0) {
    memberPicked(call, edge, calls.row[call], instance - nodes.firstInstance[edges.to[edge]]);
    flights.cell[flight] = calls.cell[call];
    calls.cell[call] = 0;
  }
  const attempt = makeAttempt(call, edge, instance, isExtra);
  attempts.call[attempt] = call;
  attempts.origin[attempt] = CALLED;
  flights.attempt[flight] = attempt;
  flights.state[flight] = SENT;
  flights.sent[flight] = 1;
  const guards = edges.guards[edge];
  if ((guards & CALL_DEADLINE) !== 0) passDeadline(call, edge, attempt);
  if ((guards & (TRACKS_EFFECTS | LOCKS_ROWS | SHOWS)) !== 0) followData(call, attempt, guards);
  if ((guards & WRITES_CONDITIONALLY) !== 0) askForVersion(call, attempt);
  if ((guards & GREETED) !== 0) greet(flight, attempt);
  if ((guards & STREAMS) !== 0) openStream(call, attempt, edge, flights.connection[flight] - 1);
  const timeout = edges.timeoutMs[edge];
  if (timeout > 0) {
    registers[AT] = registers[NOW] + timeout;
    flights.timer[flight] = scheduleInLane(edge, FLIGHT_TIMEOUT, flight) + 1;
  }
  travel(attempt, edge, isExtra ? PARTICLE_RETRY : PARTICLE_REQUEST, call);
}

/** The first request over a connection brings the callee's part of the handshake with it. */
function greet(flight: number, attempt: number): void {
  const connection = flights.connection[flight] - 1;
  if (connection < 0 || connections.isNew[connection] === 0) return;
  connections.isNew[connection] = 0;
  attempts.flags[attempt] |= GREETS;
}

/** Counts a flight as an attempt; of a try the first is the attempt or retry, the others hedges. */
export function countFlight(flight: number): void {
  const call = flights.call[flight];
  const m = calls.edge[call] * EDGE_METERS;
  const isExtra = flights.hedge[flight] === 1 || calls.tries[call] > 1;
  edgeMeter[m + ATTEMPTS]++;
  if (flights.hedge[flight] === 1) edgeMeter[m + HEDGES]++;
  else if (isExtra) edgeMeter[m + RETRIES]++;
  if (flights.hedge[flight] === 0 && calls.tries[call] === 2) edgeMeter[m + RETRIED_CALLS]++;
  const parent = calls.parent[call];
  if (attempts.origin[parent] !== ROOT) return;
  const request = attempts.request[parent];
  countForType(request, TYPE_ATTEMPTS);
  if (isExtra) countForType(request, TYPE_RETRIES);
}
