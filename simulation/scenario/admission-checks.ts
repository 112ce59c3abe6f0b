// What the guards at the door of a station say about each other and about the station: combinations
// that mean nothing are problems, values without an effect are warnings.
import { ADMISSION_PARAM, RATE_LIMIT_PARAM } from "../kinds/admission-params.ts";
import type { ParamSet } from "../kinds/define.ts";
import type { NodeDocument, ScenarioDocument } from "./document.ts";
import { isBroker, kindOfNode } from "./edge-sorts.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject, type JsonObject } from "./json-shape.ts";
import { type ProblemList, shown } from "./problem-list.ts";

interface Door {
  readonly path: readonly string[];
  /** Fields of the guard, as the file says them. */
  readonly given: JsonObject;
  /** A field of the guard, its default filled in. */
  readonly field: (name: string) => unknown;
  /** A value of the node, its default filled in. */
  readonly value: (name: string) => unknown;
  readonly problems: ProblemList;
}

/** Checks the guards of a node whose fields are each sound; `params` are those of its kind. */
export function checkDoor(
  document: ScenarioDocument,
  id: string,
  params: ParamSet,
  problems: ProblemList,
): void {
  const node: NodeDocument | undefined = document.nodes[id];
  if (node === undefined) return;
  const givenOr = (of: JsonObject, set: ParamSet, name: string): unknown =>
    of[name] === undefined ? (set[name]?.default ?? null) : of[name];
  const value = (name: string): unknown => givenOr(node as JsonObject, params, name);
  for (const [name, fields, check] of [
    ["rateLimit", RATE_LIMIT_PARAM.fields as ParamSet, checkRateLimit],
    ["admission", ADMISSION_PARAM.fields as ParamSet, checkAdmission],
  ] as const) {
    const given = node[name];
    if (!isObject(given) || !Object.hasOwn(params, name)) continue;
    const field = (of: string): unknown => givenOr(given, fields, of);
    check({ path: ["nodes", id, name], given, field, value, problems });
    if (isOnlyConsumer(document, id)) {
      const message = "has no effect: only messages come here, and they pass it";
      problems.warn("unused", ["nodes", id, name], message);
    }
  }
}

/** Whether everything that arrives at a node is a message. */
function isOnlyConsumer(document: ScenarioDocument, id: string): boolean {
  const sources = Object.keys(document.edges).flatMap((edge) => {
    const ends = parseEdgeId(edge);
    if (ends?.to !== id) return [];
    const from = kindOfNode(document.nodes, ends.from);
    return from === undefined ? [] : [from];
  });
  return sources.length > 0 && sources.every(isBroker);
}

function checkRateLimit({ path, given, field, value, problems }: Door): void {
  if (field("wait") !== true) {
    if (given.queueLengthMax != null) {
      const message = "has an effect where requests wait for a token only";
      problems.warn("unused", [...path, "queueLengthMax"], message);
    }
    return;
  }
  if (value("discipline") === "codel") {
    const message =
      "does not go with CoDel, which would take the wait for a token for a full queue";
    problems.error("conflict", [...path, "wait"], message);
  }
}

/** Fields that count for each type of admission. */
const USED: Readonly<Record<string, readonly string[]>> = {
  ratios: ["acceptRatios"],
  fixed: ["initialLimit"],
  aimd: ["initialLimit", "minLimit", "maxLimit", "backoffRatio", "timeoutMs"],
  gradient: [
    ...["initialLimit", "minLimit", "maxLimit"],
    ...["smoothing", "rttTolerance", "longWindow", "queueSize"],
  ],
  priority: ["measure", "thresholds"],
};

function checkAdmission(door: Door): void {
  const { path, given, field, problems } = door;
  const type = String(field("type"));
  const used = ["type", ...(USED[type] ?? [])];
  for (const name of Object.keys(given)) {
    if (used.includes(name)) continue;
    problems.warn("unused", [...path, name], `has no effect with admission by "${type}"`);
  }
  if (type === "ratios") checkRatios(door);
  if (type === "priority") checkThresholds(door);
  if (type === "aimd" || type === "gradient") checkLimits(door);
}

function numbersOf(value: unknown): readonly number[] {
  return Array.isArray(value) ? (value as readonly number[]) : [];
}

function checkRatios({ path, field, problems }: Door): void {
  const wrong = numbersOf(field("acceptRatios")).find((ratio) => ratio > 1);
  if (wrong === undefined) return;
  problems.error("out-of-range", [...path, "acceptRatios"], "a chance is not more than 1", {
    found: shown(wrong),
    allowed: "at most 1",
  });
}

function checkLimits({ path, field, problems }: Door): void {
  const [least, most, start] = ["minLimit", "maxLimit", "initialLimit"].map((name) =>
    Number(field(name)),
  ) as [number, number, number];
  if (least > most) {
    problems.error("order", [...path, "minLimit"], "must not be more than the highest limit", {
      found: String(least),
      allowed: `at most ${most}`,
    });
  } else if (start < least || start > most) {
    const message = `is left with the first response: the limit stays within ${least} to ${most}`;
    problems.warn("out-of-range", [...path, "initialLimit"], message);
  }
}

function checkThresholds({ path, field, value, problems }: Door): void {
  const thresholds = numbersOf(field("thresholds"));
  const at = [...path, "thresholds"];
  if (thresholds.length === 0) {
    problems.error("out-of-range", at, "needs a threshold for priority 1 at least", {
      allowed: "one number or more",
    });
  }
  if (thresholds.some((threshold, level) => threshold > (thresholds[level - 1] ?? Infinity))) {
    const message = "must not rise: the less urgent are shed first";
    problems.error("order", at, message, { found: thresholds.join(", ") });
  }
  if (field("measure") === "queue" && value("discipline") === "ps") {
    const message = "nobody waits where cores are shared: take the utilization";
    problems.error("conflict", [...path, "measure"], message);
  }
  if (field("measure") === "utilization" && value("concurrency") === null) {
    const message = "needs a number of slots: unlimited ones are never all held";
    problems.error("conflict", [...path, "measure"], message);
  }
}
