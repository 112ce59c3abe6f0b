// What the fields of a source of load say about each other.
import { isMmpp } from "../kinds/mmpp.ts";
import type { NodeDocument } from "./document.ts";
import { isObject } from "./json-shape.ts";
import { loadProfileOf } from "./load-profile.ts";
import { type ProblemList, shown } from "./problem-list.ts";

/** Parameters of a client that say nothing in a closed loop. */
const OPEN_LOOP_ONLY = ["ratePerS", "arrivals", "profile", "offsetMs", "batch"];

/** Fields of a client that have no effect beside what its others say, each with the reason. */
export function idleFields(node: NodeDocument): Readonly<Record<string, string>> {
  const idle = new Map<string, string>();
  if (node.closed) {
    for (const name of OPEN_LOOP_ONLY) idle.set(name, "has no effect in a closed loop");
    return Object.fromEntries(idle);
  }
  const { arrivals = "poisson", profile } = node;
  if (arrivals !== "constant") idle.set("offsetMs", "has an effect on constant arrivals only");
  const by = ratedBy(arrivals, profile);
  if (by !== null) idle.set("ratePerS", `has no effect unless it is 0: ${by}`);
  if (hasTimes(arrivals)) idle.set("profile", "has no effect: the times are recorded");
  return Object.fromEntries(idle);
}

function hasTimes(arrivals: unknown): boolean {
  return isObject(arrivals) && arrivals.timesMs !== undefined;
}

function isRecorded(profile: unknown): boolean {
  return isObject(profile) && profile.csv !== undefined;
}

/** What has a rate of its own; null where the number is the rate. */
function ratedBy(arrivals: unknown, profile: unknown): string | null {
  if (isRecorded(profile)) return "the recorded series says it";
  if (typeof arrivals === "string") return null;
  if (isMmpp(arrivals)) return "the phases have rates of their own";
  return hasTimes(arrivals) ? "the times are recorded" : "the gaps decide the rate";
}

/** Checks a client whose fields are each sound. */
export function checkClient(id: string, node: NodeDocument, problems: ProblemList): void {
  const path = ["nodes", id] as const;
  for (const [name, message] of Object.entries(idleFields(node))) {
    const value = node[name];
    const saysNothing =
      value === undefined || value === null || (name === "ratePerS" && value === 0);
    if (node.closed ? value !== undefined : !saysNothing) {
      problems.warn("unused", [...path, name], message);
    }
  }
  if (!node.closed) checkArrivals(path, node, problems);
  if (node.profile != null) checkProfile(path, node.profile, problems);
  const requests = node.requests as Record<string, { weight?: number }> | undefined;
  if (requests === undefined) return;
  if (!Object.values(requests).some((type) => (type.weight ?? 1) > 0)) {
    problems.error(
      "no-request",
      [...path, "requests"],
      "needs a request type with a weight above 0",
    );
  }
}

type Path = readonly [string, string];

function checkArrivals(path: Path, node: NodeDocument, problems: ProblemList): void {
  const { arrivals = "poisson", profile } = node;
  if (isRecorded(profile) && typeof arrivals !== "string") {
    const message = "a recorded series of rates goes with Poisson or constant arrivals only";
    problems.error("conflict", [...path, "profile"], message);
  }
  if (hasTimes(arrivals) && (arrivals as { maxMs?: number }).maxMs !== undefined) {
    const field = [...path, "arrivals", "maxMs"];
    problems.error("conflict", field, "does not go with timesMs: recorded times are kept");
  }
}

function checkProfile(path: Path, profile: unknown, problems: ProblemList): void {
  const { points, repeatEveryS } = loadProfileOf(profile);
  const place = [...path, "profile"];
  const at = points.findIndex((point, index) => {
    const before = points[index - 1];
    return before !== undefined && point[0] < before[0];
  });
  if (at >= 0) {
    problems.error("order", place, "the points must be in order of time", {
      found: shown(points[at]),
    });
  }
  const last = points.at(-1)?.[0] ?? 0;
  if (repeatEveryS !== null && last > repeatEveryS) {
    problems.error("order", [...place, "repeatEveryS"], "must not end before the last point", {
      found: shown(repeatEveryS),
      allowed: `at least ${last}`,
    });
  }
}
