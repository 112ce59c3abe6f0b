// All families of models, in the order in which a case is matched against them.
import { AT_INSTANTS } from "./families/at-instants.ts";
import { BALANCING } from "./families/balancing.ts";
import { BROKERS } from "./families/brokers.ts";
import { CLOSED } from "./families/closed.ts";
import { NETWORKS } from "./families/networks.ts";
import { RANDOMNESS } from "./families/randomness.ts";
import { RETRIES } from "./families/retries.ts";
import { SAMPLING } from "./families/sampling.ts";
import { SINGLE_STATION } from "./families/single-station.ts";
import { TAILS } from "./families/tails.ts";
import type { Family } from "./family.ts";

/** What is known to be beyond this version, so that the reason is a sentence and not a parameter. */
const NOT_YET: readonly (readonly [RegExp, string])[] = [
  [/priority/i, "stations have no priority discipline in this version"],
  [/balking/, "there is no state-dependent admission in this version"],
  [/MMPP/, "clients have no Markov-modulated arrivals in this version"],
  [/breakdowns/, "stations have no random breakdowns in this version"],
  [/consumer polls up to/, "consumers work on one message at a time in this version"],
  [/[Vv]isibility timeout/, "no broker of this version has a visibility timeout"],
  [/Producer batching|Fixed-grid flush/, "producers do not batch in this version"],
  [/vacations/, "there is no polling consumer in this version"],
  [/processor sharing|\bPS\b/, "stations have no processor sharing in this version"],
  [/[Hh]edg/, "there is no hedging in this version"],
  [/[Rr]etry budget/, "there are no retry budgets in this version"],
  [/failover/, "a fallback cannot call another dependency in this version"],
  [/[Tt]oken[- ]bucket/, "there is no rate limiter in this version"],
  [/[Mm]etastable/, "there is no pause fault in this version"],
  [/M_t\/M/, "load profiles have no sine shape in this version"],
];

export const FAMILIES: readonly Family[] = [
  ...CLOSED,
  ...NETWORKS,
  ...BALANCING,
  ...RETRIES,
  ...TAILS,
  ...BROKERS,
  ...SAMPLING,
  ...AT_INSTANTS,
  ...RANDOMNESS,
  SINGLE_STATION,
];

export function familyOf(model: string): Family | { readonly missing: string } {
  for (const [pattern, reason] of NOT_YET) if (pattern.test(model)) return { missing: reason };
  const family = FAMILIES.find((candidate) => candidate.model.test(model));
  return family ?? { missing: "no mapping for this model" };
}
