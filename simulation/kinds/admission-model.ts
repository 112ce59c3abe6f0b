// How the parameters of a station's door compile.
import type { ADMISSION_PARAM, RATE_LIMIT_PARAM } from "./admission-params.ts";
import type { ValuesOf } from "./define.ts";
import type { AdmissionDescriptor, StationDescriptor } from "./descriptors.ts";

export type AdmissionValues = ValuesOf<(typeof ADMISSION_PARAM)["fields"]>;
export type RateLimitValues = ValuesOf<(typeof RATE_LIMIT_PARAM)["fields"]>;

export function rateLimitOf(values: RateLimitValues | null): StationDescriptor["rateLimit"] {
  if (values === null) return null;
  const { ratePerS, burst, wait, queueLengthMax, scope } = values;
  return { ratePerS, burst, wait, queueLengthMax, shared: scope === "node" };
}

export function admissionOf(values: AdmissionValues | null): AdmissionDescriptor | null {
  if (values === null) return null;
  const { type, acceptRatios, measure, thresholds, ...limit } = values;
  switch (type) {
    case "ratios":
      // An empty list decides nothing.
      return (acceptRatios ?? []).length === 0 ? null : { acceptRatios };
    case "priority":
      return { measure, thresholds };
    default:
      return { limit: { kind: type, ...limit } };
  }
}
