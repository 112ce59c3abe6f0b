// What caches have under way comes about: an answer of the shield, a purge, a write that was kept back.
import { PURGE, purgeEverywhere, shieldAsked, TO_SHIELD } from "./shield.ts";
import { flushWrite } from "./write-behind.ts";

export function cacheErrand(row: number, sort: number): void {
  if (sort === TO_SHIELD) shieldAsked(row);
  else if (sort === PURGE) purgeEverywhere(row);
  else flushWrite(row);
}
