// Two independent accounts of the same thing, held against each other.
import { NOW, registers } from "../core/registers.ts";
import type { IdentityCheck } from "../results/run-result.ts";

/** `left` and `right` in ms of presence for Little's law, else counts. */
export function checkOf(
  entity: string,
  law: IdentityCheck["law"],
  left: number,
  right: number,
): IdentityCheck {
  // Of a level below a hundred thousandth of one, rounding of the clock's times is all that is left.
  const floor = law === "little" ? 1e-5 * registers[NOW] : 0;
  const difference = Math.abs(left - right) / Math.max(Math.abs(left), floor, 1e-12);
  return { entity, law, left, right, difference };
}
