// What balancing, health and the instances they choose from say about each other: numbers that mean
// nothing together are problems, values without an effect are warnings.
import { kindOf } from "../kinds/catalog.ts";
import type { ParamSet } from "../kinds/define.ts";
import { CALL_EDGE_PARAMS, PRESETS, type PresetSet } from "../policies/catalog.ts";
import { protocolOf } from "../protocols/catalog.ts";
import type { EdgeDocument, NodeDocument, ScenarioDocument } from "./document.ts";
import { edgeSortOf, protocolsBetween } from "./edge-sorts.ts";
import { parseEdgeId } from "./ids.ts";
import { type ProblemList, shown } from "./problem-list.ts";
import { zoneIdsOf } from "./zones.ts";

/** Checks a second of all callers together from which a warning says that they cost time. */
const MANY_CHECKS_PER_S = 1000;

interface Link {
  readonly path: readonly [string, string];
  readonly edge: EdgeDocument;
  readonly from: NodeDocument;
  readonly to: NodeDocument;
  readonly callers: number;
  readonly instances: number;
  readonly balancing: string;
  readonly document: ScenarioDocument;
  readonly problems: ProblemList;
}

/** Checks the calls of a document whose entities are each sound. */
export function checkBalancing(document: ScenarioDocument, problems: ProblemList): void {
  for (const [id, edge] of Object.entries(document.edges)) {
    const ends = parseEdgeId(id);
    const from = document.nodes[ends?.from ?? ""];
    const to = document.nodes[ends?.to ?? ""];
    const fromKind = from && kindOf(from.kind);
    const toKind = to && kindOf(to.kind);
    if (!fromKind || !toKind || edgeSortOf(fromKind, toKind) !== "call") continue;
    const protocol = edge.protocol ?? protocolsBetween(fromKind, toKind)[0];
    const usual = protocolOf(protocol)?.defaults.balancing?.value;
    checkLink({
      path: ["edges", id],
      edge,
      from,
      to,
      callers: countOf(
        from,
        fromKind.params,
        "clients" in fromKind.params ? "clients" : "replicas",
      ),
      instances: countOf(to, toKind.params, "replicas"),
      balancing: String(edge.balancing ?? usual ?? CALL_EDGE_PARAMS.balancing.default),
      document,
      problems,
    });
  }
}

function countOf(node: NodeDocument, params: ParamSet, name: string): number {
  return Number(node[name] ?? params[name]?.default ?? 1);
}

function checkLink(link: Link): void {
  checkRule(link);
  checkWeights(link);
  checkRetry(link);
  checkZones(link);
  const judging = ["outlier", "maxFails", "healthCheck"].filter((name) => link.edge[name] != null);
  for (const name of judging) checkJudging(link, name);
  if (link.edge.outlier != null) checkOutlier(link);
  if (link.edge.healthCheck != null) checkHealth(link);
  if (link.edge.panicThreshold !== undefined && judging.length === 0) {
    unused(link, "panicThreshold", "needs outlier, maxFails or healthCheck, which judge health");
  }
}

function unused(link: Link, field: string, message: string): void {
  link.problems.warn("unused", [...link.path, ...field.split(".")], `has no effect: ${message}`);
}

/** Numbers of one rule of balancing on an edge that follows another. */
function checkRule(link: Link): void {
  const { edge, balancing } = link;
  const needs: [string, readonly string[], string][] = [
    ["choiceCount", ["leastRequest", "ewma"], "only least requests and peak EWMA compare some"],
    ["withReplacement", ["leastRequest"], "only least requests may draw one twice"],
    ["ewmaDecayMs", ["ewma"], "only peak EWMA estimates latencies"],
    ["ewmaInitialMs", ["ewma"], "only peak EWMA estimates latencies"],
    [
      "slowStart",
      ["random", "roundRobin", "leastRequest"],
      "this balancing gives instances no shares",
    ],
  ];
  for (const [field, rules, message] of needs) {
    const isSet = edge[field] !== undefined && edge[field] !== null && edge[field] !== false;
    if (isSet && !rules.includes(balancing)) unused(link, field, message);
  }
}

/** Weights that differ, under a rule that does not look at them. */
function checkWeights({ to, instances, balancing, path, problems }: Link): void {
  const weights = Array.isArray(to.instanceWeight) ? to.instanceWeight.slice(0, instances) : [];
  if (!weights.some((weight) => weight !== weights[0])) return;
  if (balancing !== "ewma" && balancing !== "pickFirst") return;
  const message = "does not respect the weights of the callee's instances (instanceWeight)";
  problems.warn("unused", [...path, "balancing"], message, { found: balancing });
}

function checkRetry(link: Link): void {
  const retry = link.edge.retry as { avoidTried?: boolean; sameInstance?: boolean } | null;
  if (!retry) return;
  if (retry.avoidTried && retry.sameInstance) {
    link.problems.error(
      "conflict",
      [...link.path, "retry", "avoidTried"],
      "does not go with sameInstance: a retry cannot both avoid and keep the instance",
    );
  }
  if (retry.avoidTried && link.balancing === "pickFirst") {
    unused(link, "retry.avoidTried", "pick first keeps its connection");
  }
}

function checkZones(link: Link): void {
  const { edge, document } = link;
  if (edge.locality !== "zoneFirst") {
    if (edge.overprovisioning === undefined) return;
    unused(link, "overprovisioning", "zones play no part here (locality)");
    return;
  }
  if (zoneIdsOf(document, link.from).length === 0) {
    unused(link, "locality", "the caller is in no zone");
  } else if (zoneIdsOf(document, link.to).length === 0) {
    unused(link, "locality", "the callee is in no zone");
  }
}

/** A policy that leaves instances out needs several to choose from, and answers to judge by. */
function checkJudging(link: Link, name: string): void {
  if (link.to.queueScope === "node") {
    unused(link, name, "the callee's instances share one queue, so none of them is picked");
  } else if (link.instances === 1) {
    unused(link, name, "the callee has one instance, which is used in any case");
  }
  if (name !== "healthCheck" && link.edge.oneWay === true) {
    unused(link, name, "a one-way call has no answer to judge by");
  }
}

function checkOutlier(link: Link): void {
  const { path, instances, problems } = link;
  const outlier = link.edge.outlier as Readonly<Record<string, unknown>>;
  const fields = CALL_EDGE_PARAMS.outlier.fields;
  const presets: PresetSet = PRESETS.outlier;
  const { readings = {} } = presets[String(outlier.preset)] ?? {};
  const value = (name: keyof typeof fields): unknown =>
    outlier[name] ?? readings[name]?.value ?? fields[name].default;
  const ratio = Number(value("maxEjectionRatio"));
  const isOneAllowed = value("alwaysEjectOne") === true || ratio * instances >= 1 - 1e-9;
  if (!isOneAllowed && instances > 1) {
    problems.warn(
      "unused",
      [...path, "outlier", "maxEjectionRatio"],
      `allows ${shown(ratio * instances)} of ${instances} instances to be ejected, so none ever is`,
      { allowed: `at least ${1 / instances}`, fix: 'Raise it or set "alwaysEjectOne": true.' },
    );
  }
  const base = Number(value("baseEjectionMs"));
  const longest = Number(value("maxEjectionMs"));
  if (longest < base) {
    problems.error(
      "order",
      [...path, "outlier", "maxEjectionMs"],
      "must not be less than its base",
      {
        found: shown(longest),
        allowed: `at least ${base}`,
      },
    );
  }
  if (value("splitLocal") === true) return;
  for (const name of ["consecutiveLocal", "enforcingLocal", "enforcingLocalSuccessRate"]) {
    if (outlier[name] === undefined) continue;
    unused(link, `outlier.${name}`, "connections are not told from answers (splitLocal)");
  }
}

function checkHealth(link: Link): void {
  const { path, callers, instances, problems } = link;
  const check = link.edge.healthCheck as { readonly intervalMs?: number };
  const { intervalMs } = CALL_EDGE_PARAMS.healthCheck.fields;
  const perS = (callers * instances * 1000) / (check.intervalMs ?? intervalMs.default);
  if (perS <= MANY_CHECKS_PER_S) return;
  problems.warn(
    "slow",
    [...path, "healthCheck", "intervalMs"],
    `makes ${Math.floor(perS)} checks a second, which slows the simulation down`,
    { found: `${callers} callers, ${instances} instances` },
  );
}
