// Under which heading a node's parameters stand. A name that is not listed stands under "Settings".
import type { Param, ParamSet } from "../../simulation/kinds/define.ts";

export type Headings = readonly (readonly [heading: string, names: readonly string[]])[];

const HEADINGS: Headings = [
  ["Load", ["ratePerS", "arrivals", "profile", "closed", "requests", "batch", "offsetMs"]],
  ["Balancing", ["layer", "sticky"]],
  ["Environments", ["environments"]],
  ["Schedule", ["everyS", "offsetS", "atS", "jobs", "atOnce", "overlap", "windowS", "atWindowEnd"]],
  ["Provider", ["quota", "brownouts"]],
  [
    "Capacity",
    ["replicas", "concurrency", "queueLengthMax", "blocking", "queueScope", "discipline"],
  ],
  ["Serving", ["preemptive", "codelTargetMs", "codelIntervalMs", "breakdowns", "polling", "bulk"]],
  ["At the door", ["rateLimit", "admission", "authentication"]],
  ["Tokens", ["tokenLifeS", "tokenTime", "keysTime"]],
  ["Recovery", ["durable", "recoveryMs", "reconcileMs"]],
  [
    "Keys and rows",
    ["keyCount", "keySkew", "lockTimeoutMs", "layout", "replicaLag", "readsFrom", "failoverMs"],
  ],
  [
    "Contents",
    [
      ...[
        "capacity",
        "eviction",
        "ttlMs",
        "ttlJitter",
        "staleMs",
        "staleIfErrorMs",
        "singleFlight",
      ],
      ...["hitRatio", "writes", "flushMs", "shield", "purgeMs", "warm"],
    ],
  ],
  ["Event time", ["windows"]],
  ["Work", ["serviceTime", "errorRate", "errorTime", "afterTime", "afterProbability"]],
  ["Scaling", ["autoscale", "rollout"]],
];
const LAST_HEADING = "Settings";

export interface Section {
  readonly heading: string;
  readonly params: ParamSet;
}

export function sectionsOf(params: ParamSet): readonly Section[] {
  return sectionsUnder(HEADINGS, params);
}

export function sectionsUnder(
  headings: Headings,
  params: ParamSet,
  last: string = LAST_HEADING,
): readonly Section[] {
  const listed = new Set(headings.flatMap(([, names]) => names));
  const sections: Section[] = headings.map(([heading, names]) => ({
    heading,
    params: Object.fromEntries(
      names
        .filter((name) => Object.hasOwn(params, name))
        .map((name) => [name, params[name] as Param]),
    ),
  }));
  const rest = Object.entries(params).filter(([name]) => !listed.has(name));
  sections.push({ heading: last, params: Object.fromEntries(rest) });
  return sections.filter((section) => Object.keys(section.params).length > 0);
}

/** As much of the sections as has the first `count` parameters. */
export function firstParams(sections: readonly Section[], count: number): readonly Section[] {
  let left = count;
  const kept: Section[] = [];
  for (const section of sections) {
    if (left <= 0) break;
    const entries = Object.entries(section.params);
    const isWhole = entries.length <= left;
    const params = isWhole ? section.params : Object.fromEntries(entries.slice(0, left));
    // Whole ones stay the same object: they need not be drawn again.
    kept.push(isWhole ? section : { heading: section.heading, params });
    left -= entries.length;
  }
  return kept;
}
