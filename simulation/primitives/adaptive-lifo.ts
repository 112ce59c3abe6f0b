// Adaptive LIFO with controlled delay (Maurer, "Fail at Scale", ACM Queue 13(8), 2015). A queue that
// was empty within the last interval is served first in, first out, and nobody waits longer than the
// interval. One that was not is standing: it is served last in, first out, and who comes now waits no
// longer than the target. Whoever has waited too long is shed. Cost: an event a queued attempt.
import { schedule } from "../core/event-list.ts";
import { AT, NOW, registers, SAMPLE } from "../core/registers.ts";
import { sampleInto } from "../core/sample.ts";
import { queueAges } from "./admission-rows.ts";
import { QUEUE_TIMEOUT_EVENT } from "./event-kinds.ts";
import { instances } from "./node-state.ts";
import { nodes, operations } from "./parameters.ts";
import { attempts } from "./rows.ts";
import { NODE_STREAMS, QUEUE_PATIENCE } from "./streams.ts";

/** Whether the queue, which is not empty, has been so for longer than the interval. */
export function isStanding(queue: number, node: number): boolean {
  return registers[NOW] - queueAges.filledAt[queue] > nodes.codelIntervalMs[node];
}

/** An attempt has joined a queue: it leaves when its delay, or else its own patience, ends. */
export function limitDelay(attempt: number, node: number, queue: number): void {
  if (instances.queued[queue] === 1) queueAges.filledAt[queue] = registers[NOW];
  const standing = isStanding(queue, node);
  const delay = standing ? nodes.codelTargetMs[node] : nodes.codelIntervalMs[node];
  const patience = operations.queueTimeout[attempts.operation[attempt]];
  if (patience >= 0) sampleInto(patience, node * NODE_STREAMS + QUEUE_PATIENCE);
  const isPatient = patience < 0 || registers[SAMPLE] > delay;
  registers[AT] = registers[NOW] + (isPatient ? delay : registers[SAMPLE]);
  attempts.event[attempt] = schedule(QUEUE_TIMEOUT_EVENT, attempt, isPatient ? 1 : 0) + 1;
}
