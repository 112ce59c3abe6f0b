// What reading and writing messages adds to the service of an attempt, and what becomes of one that its
// reader cannot make sense of, or refuses once it has read it.
import { nextUniform } from "../core/random.ts";
import { registers, SAMPLE, UNIFORM } from "../core/registers.ts";
import { ERROR, REJECTED } from "../results/outcomes.ts";
import { refusesAtOnce } from "./access.ts";
import { CHECKED, checks, GREETS } from "./access-rows.ts";
import { DOOR_FUNCTION, takeEnvironment } from "./environments.ts";
import { pooledEdges } from "./flight-rows.ts";
import { hubInstances, hubs, pushOperations, UPGRADE } from "./held-rows.ts";
import { linkFaults } from "./link-faults.ts";
import { edgeStream } from "./network.ts";
import { nodes } from "./parameters.ts";
import { CARRIES, parcels } from "./parcel-rows.ts";
import { pushToEach } from "./push-buffers.ts";
import { attempts, calls } from "./rows.ts";
import { CONTRACT } from "./streams.ts";
import { callingWork, wires } from "./wire-rows.ts";

/** Messages that an attempt brings: those of a parcel, or one. Behind proxies those that came to the first. */
function messagesOf(attempt: number): number {
  let from = attempt;
  while (wires.handsOn[attempts.edge[from]] === 1) {
    const call = attempts.call[from];
    // Whose caller has gone nobody knows any more.
    if (call < 0 || calls.parent[call] < 0) return 1;
    from = calls.parent[call];
  }
  if ((attempts.flags[from] & CARRIES) === 0) return 1;
  return parcels.count[attempts.message[from]];
}

function isBroken(edge: number): boolean {
  const ratio = linkFaults.breaksRatio[edge];
  if (ratio <= 0) return false;
  nextUniform(edgeStream(edge, CONTRACT));
  return registers[UNIFORM] < ratio;
}

/** Turns the service time in `registers[SAMPLE]` into that with all its messages: ms at speed 1. */
export function encode(attempt: number): void {
  const node = attempts.node[attempt];
  encodeMessages(attempt);
  const isIn = (attempts.flags[attempt] & CHECKED) !== 0;
  if (!isIn && (nodes.door[node] & DOOR_FUNCTION) !== 0) takeEnvironment(attempt, node);
}

function encodeMessages(attempt: number): void {
  const edge = attempts.edge[attempt];
  const flags = attempts.flags[attempt];
  if ((flags & CHECKED) !== 0) {
    // Its messages were read, and its connection was opened, before its caller was checked.
    workOn(attempt);
    return;
  }
  if (attempts.origin[attempt] === UPGRADE) {
    // It has no message of the edge, and no work but the check.
    refusesAtOnce(attempt);
    return;
  }
  if (wires.refuses[edge] === 1 || isBroken(edge)) {
    attempts.outcome[attempt] = wires.refuses[edge] === 1 ? REJECTED : ERROR;
    registers[SAMPLE] = wires.readMs[edge] * messagesOf(attempt);
    if ((flags & GREETS) !== 0) registers[SAMPLE] += pooledEdges.calleeMs[edge];
    return;
  }
  const operation = attempts.operation[attempt];
  const isRefused = checks.goesOnAs[operation] !== 0 && refusesAtOnce(attempt);
  const each = isRefused ? wires.readMs[edge] : wires.workMs[edge];
  registers[SAMPLE] += each * messagesOf(attempt);
  if ((flags & GREETS) !== 0) registers[SAMPLE] += pooledEdges.calleeMs[edge];
  if (!isRefused) workOn(attempt);
}

/** What an operation takes beside its own work, whatever it was asked with. */
function workOn(attempt: number): void {
  const operation = attempts.operation[attempt];
  registers[SAMPLE] += callingWork.workMs[operation];
  if (pushOperations.ratio[operation] > 0) push(attempt, operation);
}

/** Work is pushed to connections of its instance. */
function push(attempt: number, operation: number): void {
  const instance = attempts.instance[attempt];
  const node = attempts.node[attempt];
  const open = hubInstances.open[instance];
  const reached = Math.floor(open * pushOperations.ratio[operation] + 0.5);
  registers[SAMPLE] += reached * pushOperations.eachMs[operation];
  if (hubs.buffers[node] === 0) hubs.pushed[node] += reached;
  else pushToEach(node, instance, reached, pushOperations.bytes[operation]);
}

/** The same for a member of a batch, whose service is there already: its messages come on top. */
export function encodeBeside(attempt: number): void {
  const before = registers[SAMPLE];
  registers[SAMPLE] = 0;
  encode(attempt);
  registers[SAMPLE] += before;
}
