// Every fault there is.
import type { FaultDefinition } from "../kinds/define.ts";
import { crash } from "./crash.ts";
import { errors } from "./errors.ts";
import { failingCheck } from "./failing-check.ts";
import { latency } from "./latency.ts";
import { slow } from "./slow.ts";

export { FAULT_PARAMS } from "./schedule.ts";

export const faults = {
  slow,
  crash,
  errors,
  latency,
  "failing-check": failingCheck,
} as const satisfies Record<string, FaultDefinition>;

export type FaultId = keyof typeof faults;

/** The definition of a fault, undefined if there is none of this name. */
export function faultOf(id: string): FaultDefinition | undefined {
  return Object.hasOwn(faults, id) ? faults[id as FaultId] : undefined;
}
