// Brings the load of all sources to what faults want of it now.

import { retimeSource } from "./source.ts";
import { sources } from "./source-parameters.ts";
import { isChanged, settleHolds, traffic } from "./traffic.ts";

export function settleLoad(): void {
  for (let source = 0; source < sources.highWater; source++) {
    if (!isChanged(source)) continue;
    const factor = traffic.wantedFactor[source];
    traffic.factor[source] = factor;
    sources.haste[source] = factor;
    sources.ratePerMs[source] = sources.baseRatePerMs[source] * factor;
    retimeSource(source);
  }
  settleHolds();
}
