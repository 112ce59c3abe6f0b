// Under which heading a node's parameters stand. A name that is not listed stands under "Settings".
import type { Param, ParamSet } from "../../simulation/kinds/define.ts";

const HEADINGS: readonly (readonly [heading: string, names: readonly string[]])[] = [
  ["Load", ["ratePerS", "arrivals", "profile", "closed", "requests", "batch", "offsetMs"]],
  [
    "Capacity",
    ["replicas", "concurrency", "queueLengthMax", "blocking", "queueScope", "discipline"],
  ],
  ["Serving", ["preemptive", "codelTargetMs", "codelIntervalMs", "breakdowns", "polling", "bulk"]],
  ["At the door", ["rateLimit", "admission"]],
  ["Work", ["serviceTime", "errorRate", "errorTime", "afterTime", "afterProbability"]],
];
const LAST_HEADING = "Settings";

export interface Section {
  readonly heading: string;
  readonly params: ParamSet;
}

export function sectionsOf(params: ParamSet): readonly Section[] {
  const listed = new Set(HEADINGS.flatMap(([, names]) => names));
  const sections: Section[] = HEADINGS.map(([heading, names]) => ({
    heading,
    params: Object.fromEntries(
      names
        .filter((name) => Object.hasOwn(params, name))
        .map((name) => [name, params[name] as Param]),
    ),
  }));
  const rest = Object.entries(params).filter(([name]) => !listed.has(name));
  sections.push({ heading: LAST_HEADING, params: Object.fromEntries(rest) });
  return sections.filter((section) => Object.keys(section.params).length > 0);
}
