// Slow start: a member that was added, or has become healthy by its checks, gets less at first. The
// factor on its weight is Envoy's (upstream/load_balancer_impl.cc): (age / window) ^ (1 / aggression),
// at least the minimum.
import { pow } from "../core/deterministic-math.ts";
import { NOW, registers } from "../core/registers.ts";
import { balances, members } from "./balance-rows.ts";

/** Age that a member has at least, ms. */
const YOUNGEST_MS = 1;

/** Factor on the weight of a watched member. */
export function warmthOf(edge: number, cell: number): number {
  const window = balances.warmWindowMs[edge];
  const age = registers[NOW] - members.warmSince[cell];
  if (age >= window) return 1;
  const factor = Math.max(age, YOUNGEST_MS) / window;
  const aggression = balances.aggression[edge];
  const warmth = aggression === 1 ? factor : pow(factor, 1 / aggression);
  return Math.min(1, Math.max(warmth, balances.warmMinimum[edge]));
}
