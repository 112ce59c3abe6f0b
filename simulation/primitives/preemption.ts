// Preemptive-resume priority: an arrival that finds no free slot takes that of the least urgent work
// in progress, if that is less urgent than itself. What is interrupted waits before all others of
// its priority and goes on where it stopped.
import { instances } from "./node-state.ts";
import { nodes, operations } from "./parameters.ts";
import { attempts, IN_AFTER, IN_SERVICE } from "./rows.ts";
import { interruptWork } from "./service.ts";
import { enqueueFirst } from "./station-queue.ts";

/** The least urgent work in progress of an instance (+ 1), the latest among equals; 0 if none. */
function leastUrgent(instance: number): number {
  // Broken and sleeping instances have none to give.
  if (instances.up[instance] === 0 || instances.slots[instance] === 0) return 0;
  let at = instances.workTail[instance];
  while (at !== 0) {
    const phase = attempts.phase[at - 1];
    if (phase === IN_SERVICE || phase === IN_AFTER) return at;
    at = attempts.before[at - 1];
  }
  return 0;
}

/** Makes room for an arrival; returns the instance that has it, -1 if nothing gives way to it. */
export function displace(attempt: number, node: number, instance: number): number {
  const isShared = nodes.sharedQueue[node] === 1;
  const first = isShared ? nodes.firstInstance[node] : instance;
  const last = isShared ? first + nodes.instanceCount[node] - 1 : instance;
  let worst = operations.priority[attempts.operation[attempt]];
  let victim = -1;
  for (let at = first; at <= last; at++) {
    const link = leastUrgent(at);
    if (link === 0) continue;
    const priority = operations.priority[attempts.operation[link - 1]];
    if (priority > worst) {
      worst = priority;
      victim = link - 1;
    }
  }
  if (victim < 0) return -1;
  const host = attempts.instance[victim];
  interruptWork(victim, node, host);
  enqueueFirst(victim, node, instances.queue[host]);
  return host;
}
