// What the dots of a card say of each instance. Of the past only the number that was up is recorded.
import type { NodeLive } from "../store/live-values.ts";

/** `full`: up, with every slot held; a further request would wait. */
export type InstanceState = "free" | "full" | "down";

/** More do not fit on a card; beside the mark of what saturates first, fewer. */
export const MOST_DOTS = 6;
export const MOST_BESIDE_MARK = 4;

/** States by instance, the first first; null where they are too many to be shown one by one. */
export function instanceStates(
  count: number,
  live: NodeLive | null,
  most: number = MOST_DOTS,
): InstanceState[] | null {
  if (count > most) return null;
  const all = Array.from({ length: count }, (_, index) => index);
  if (!live || !(live.instances > 0)) return all.map(() => "free");
  const { upBits, fullBits, instancesUp } = live;
  if (Number.isNaN(upBits)) return all.map((index) => (index < instancesUp ? "free" : "down"));
  return all.map((index) => {
    if ((upBits & (1 << index)) === 0) return "down";
    return (fullBits & (1 << index)) === 0 ? "free" : "full";
  });
}
