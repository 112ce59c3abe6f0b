// Every fault there is.
import type { FaultDefinition } from "../kinds/define.ts";
import { badDeploy } from "./bad-deploy.ts";
import { cacheFlush } from "./cache-flush.ts";
import { certificateExpiry } from "./certificate-expiry.ts";
import { contractBreak } from "./contract-break.ts";
import { controlPlaneOutage } from "./control-plane-outage.ts";
import { crash } from "./crash.ts";
import { dnsFailure } from "./dns-failure.ts";
import { errors } from "./errors.ts";
import { failingCheck } from "./failing-check.ts";
import { hang } from "./hang.ts";
import { herd } from "./herd.ts";
import { jitter } from "./jitter.ts";
import { latency } from "./latency.ts";
import { loss } from "./loss.ts";
import { memoryLeak } from "./memory-leak.ts";
import { partition } from "./partition.ts";
import { pause } from "./pause.ts";
import { poolLeak } from "./pool-leak.ts";
import { redrive } from "./redrive.ts";
import { replay } from "./replay.ts";
import { rollingDeploy } from "./rolling-deploy.ts";
import { schemaChange } from "./schema-change.ts";
import { slow } from "./slow.ts";
import { spike } from "./spike.ts";
import { zoneOutage } from "./zone-outage.ts";

export { FAULT_PARAMS } from "./schedule.ts";

export const faults = {
  slow,
  crash,
  errors,
  hang,
  pause,
  "bad-deploy": badDeploy,
  "rolling-deploy": rollingDeploy,
  "memory-leak": memoryLeak,
  "cache-flush": cacheFlush,
  latency,
  jitter,
  loss,
  partition,
  "pool-leak": poolLeak,
  "dns-failure": dnsFailure,
  "certificate-expiry": certificateExpiry,
  "zone-outage": zoneOutage,
  "control-plane-outage": controlPlaneOutage,
  spike,
  herd,
  "failing-check": failingCheck,
  replay,
  redrive,
  "contract-break": contractBreak,
  "schema-change": schemaChange,
} as const satisfies Record<string, FaultDefinition>;

export type FaultId = keyof typeof faults;

/** The definition of a fault, undefined if there is none of this name. */
export function faultOf(id: string): FaultDefinition | undefined {
  return Object.hasOwn(faults, id) ? faults[id as FaultId] : undefined;
}
