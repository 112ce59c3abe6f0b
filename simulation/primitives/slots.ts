// The slots of an instance: who takes and gives up one. What that lets in is for others to say.
import { NOW, registers } from "../core/registers.ts";
import { HELD_SUM, NODE_METERS, nodeMeter } from "../metrics/meters.ts";
import { touchInstance } from "./instance-load.ts";
import { control, instances, PERIOD_START } from "./node-state.ts";
import { LISTS_WORK, nodes, SHARES } from "./parameters.ts";
import { ASIDE, attempts, HOLDS_SLOT } from "./rows.ts";
import { joinWork } from "./work-list.ts";

const period = control.f64;

/** The attempt holds a slot of its instance from now on. */
export function holdSlot(attempt: number, instance: number): void {
  touchInstance(instance);
  instances.held[instance]++;
  attempts.flags[attempt] |= HOLDS_SLOT;
  attempts.slotAt[attempt] = registers[NOW];
}

export function takeSlot(attempt: number, node: number, instance: number): void {
  const mode = nodes.mode[node];
  if ((mode & SHARES) !== 0) {
    touchInstance(instance);
    instances.held[instance]++;
    attempts.flags[attempt] |= ASIDE;
    return;
  }
  holdSlot(attempt, instance);
  if ((mode & LISTS_WORK) !== 0) joinWork(attempt, node, instance);
}

/** The attempt holds its slot no longer; who gets it is for others to say. */
export function giveUpSlot(attempt: number, node: number, instance: number): void {
  attempts.flags[attempt] &= ~HOLDS_SLOT;
  const from = Math.max(attempts.slotAt[attempt], period[PERIOD_START]);
  nodeMeter[node * NODE_METERS + HELD_SUM] += registers[NOW] - from;
  touchInstance(instance);
  instances.held[instance]--;
}
