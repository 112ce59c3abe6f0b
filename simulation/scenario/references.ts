// What the entities of a document say about each other. Runs only on a document whose entities are
// each sound, so it may trust their types.
import { isSource, kindOf, requestTypesOf } from "../kinds/catalog.ts";
import { checkAccess } from "./access-checks.ts";
import { checkDoor } from "./admission-checks.ts";
import { checkAlerts } from "./alert-checks.ts";
import { checkBalancing } from "./balancing-checks.ts";
import { checkCaches } from "./cache-checks.ts";
import { checkCalls } from "./call-checks.ts";
import { checkClient } from "./client-checks.ts";
import type { ScenarioDocument } from "./document.ts";
import { isBroker, kindOfNode } from "./edge-sorts.ts";
import { checkEventStores } from "./event-store-checks.ts";
import { checkEventTime } from "./event-time-checks.ts";
import { checkFaults } from "./fault-checks.ts";
import { checkForwards } from "./forward-checks.ts";
import { parentOf, withOuter } from "./group-members.ts";
import { checkHubs } from "./hub-checks.ts";
import { parseEdgeId } from "./ids.ts";
import { isObject } from "./json-shape.ts";
import { LIMITS } from "./limits.ts";
import { checkLoadBalancers } from "./load-balancer-checks.ts";
import { checkLogs } from "./log-checks.ts";
import { checkLoops } from "./loop-checks.ts";
import { checkMeshes } from "./mesh-checks.ts";
import { checkMeshTracing } from "./mesh-tracing-checks.ts";
import { checkOutside } from "./outside-checks.ts";
import { checkPatterns } from "./pattern-checks.ts";
import { checkPolicies } from "./policy-checks.ts";
import { checkConnections } from "./pool-checks.ts";
import { type ProblemList, shown } from "./problem-list.ts";
import { checkRabbitmq } from "./rabbitmq-checks.ts";
import { checkReach } from "./reach-checks.ts";
import { checkRedeliveries } from "./redelivery-checks.ts";
import { checkRetryAfter } from "./retry-after-checks.ts";
import { checkRetries } from "./retry-checks.ts";
import { RUN_PARAMS } from "./run-params.ts";
import { checkScaling } from "./scaling-checks.ts";
import { checkSchemas } from "./schema-checks.ts";
import {
  isSloProblem,
  OPERATION_MEASURES,
  operationTargetOf,
  parseSlo,
  type SloExpression,
} from "./slo-grammar.ts";
import { checkStation } from "./station-checks.ts";
import { checkTracing } from "./tracing-checks.ts";
import { checkTransactions } from "./transaction-checks.ts";
import { checkTriggers } from "./trigger-checks.ts";
import { checkProtection } from "./unprotected-edges.ts";
import { checkWire } from "./wire-checks.ts";

export function checkReferences(document: ScenarioDocument, problems: ProblemList): void {
  checkRun(document, problems);
  checkMembership(document, problems);
  checkInstances(document, problems);
  for (const [id, node] of Object.entries(document.nodes)) {
    if (node.kind === "client") checkClient(id, node, problems);
    const params = kindOf(node.kind)?.params ?? {};
    checkStation(document, id, params, problems);
    checkDoor(document, id, params, problems);
  }
  if (!Object.values(document.nodes).some((node) => isSource(node.kind))) {
    problems.warn("no-load", ["nodes"], "no client sends requests, so nothing will happen");
  }
  checkRabbitmq(document, problems);
  checkCaches(document, problems);
  checkOutside(document, problems);
  checkCalls(document, problems);
  for (const [id, edge] of Object.entries(document.edges)) {
    checkConnections(document, id, edge, problems);
    checkWire(document, id, edge, problems);
  }
  checkHubs(document, problems);
  checkLogs(document, problems);
  checkPatterns(document, problems);
  checkEventTime(document, problems);
  checkTransactions(document, problems);
  checkTracing(document, problems);
  checkAlerts(document, problems);
  checkSchemas(document, problems);
  checkAccess(document, problems);
  checkEventStores(document, problems);
  checkScaling(document, problems);
  checkLoadBalancers(document, problems);
  checkForwards(document, problems);
  checkTriggers(document, problems);
  checkRedeliveries(document, problems);
  checkBalancing(document, problems);
  checkPolicies(document, problems);
  checkLoops(document, problems);
  checkRetries(document, problems);
  checkRetryAfter(document, problems);
  checkReach(document, problems);
  checkMeshes(document, problems);
  checkMeshTracing(document, problems);
  checkProtection(document, problems);
  checkFaults(document, problems);
  checkSlos(document, problems);
}

function checkRun({ run }: ScenarioDocument, problems: ProblemList): void {
  const durationS = run.durationS ?? RUN_PARAMS.durationS.default;
  const warmupS = run.warmupS ?? RUN_PARAMS.warmupS.default;
  if (warmupS >= durationS) {
    problems.error("out-of-range", ["run", "warmupS"], "the warm-up must end before the run does", {
      found: shown(warmupS),
      allowed: `less than ${durationS}`,
    });
  }
  const late = (run.sampleAtS ?? []).filter((atS) => !run.drain && atS > durationS);
  if (late.length > 0) {
    problems.error("out-of-range", ["run", "sampleAtS"], "an instant lies after the end", {
      found: shown(late[0]),
      allowed: `at most ${durationS}`,
    });
  }
  const { windowS } = run;
  if (windowS && durationS / windowS > LIMITS.windows) {
    problems.error("cap", ["run", "windowS"], `more than ${LIMITS.windows} windows`, {
      found: shown(windowS),
      allowed: `at least ${durationS / LIMITS.windows}`,
    });
  }
}

function checkMembership(document: ScenarioDocument, problems: ProblemList): void {
  const groups = Object.keys(document.groups ?? {});
  for (const [id, node] of Object.entries(document.nodes)) {
    for (const group of [node.in ?? []].flat()) {
      if (!groups.includes(group)) {
        problems.unknown("unknown-group", ["nodes", id, "in"], "unknown group", group, groups);
      }
    }
  }
  for (const id of groups) checkNesting(document, id, groups, problems);
}

function checkNesting(
  document: ScenarioDocument,
  id: string,
  groups: readonly string[],
  problems: ProblemList,
): void {
  const path = ["groups", id, "in"];
  const parent = parentOf(document, id);
  if (parent === undefined) return;
  if (!groups.includes(parent)) {
    problems.unknown("unknown-group", path, "unknown group", parent, groups);
  } else if (withOuter(document, parent).includes(id)) {
    problems.error("group-cycle", path, "a group cannot stand in itself", { found: parent });
  }
}

function checkInstances(document: ScenarioDocument, problems: ProblemList): void {
  let instances = 0;
  for (const node of Object.values(document.nodes)) {
    const param = kindOf(node.kind)?.params.replicas;
    instances += Number(node.replicas ?? param?.default ?? 1);
  }
  if (instances > LIMITS.instancesInAll) {
    problems.error("cap", ["nodes"], `more than ${LIMITS.instancesInAll} instances in all`, {
      found: String(instances),
      allowed: `at most ${LIMITS.instancesInAll}`,
    });
  }
}

function checkSlos(document: ScenarioDocument, problems: ProblemList): void {
  const types = Object.values(document.nodes).flatMap(requestTypesOf);
  const nodes = Object.keys(document.nodes);
  const names = new Set(["all", ...types, ...nodes, ...queueNames(document)]);
  for (const [id, slo] of Object.entries(document.slos ?? {})) {
    const path = ["slos", id, "expr"];
    const parsed = parseSlo(slo.expr);
    if (isSloProblem(parsed)) {
      problems.add({ ...parsed, path: path.join(".") });
      continue;
    }
    const { target } = parsed;
    const node = target.startsWith("node:") ? target.slice("node:".length) : null;
    const edge = parseEdgeId(target.startsWith("edge:") ? target.slice("edge:".length) : target);
    const isEdge = edge !== null && node === null;
    if (isEdge && Object.keys(document.edges).some((key) => isSameEdge(key, edge))) continue;
    if (node !== null ? Object.hasOwn(document.nodes, node) : names.has(target)) continue;
    if (
      checkOperationTarget(document, { ...parsed, target: node ?? target }, types, path, problems)
    ) {
      continue;
    }
    problems.unknown("unknown-target", path, "unknown target", target, [...names]);
  }
}

/** Whether a target names an operation of a node, known or not; the latter is a problem. */
function checkOperationTarget(
  document: ScenarioDocument,
  { measure, target }: SloExpression,
  types: readonly string[],
  path: readonly string[],
  problems: ProblemList,
): boolean {
  const named = operationTargetOf(target);
  const kind = named === null ? undefined : kindOfNode(document.nodes, named.node);
  if (named === null || kind === undefined || isSource(kind.id)) return false;
  const known = operationsOf(document, named.node, types);
  if (!known.includes(named.operation)) {
    const message = `unknown operation of ${named.node}`;
    problems.unknown("unknown-operation", path, message, named.operation, known);
  } else if (!OPERATION_MEASURES.includes(measure)) {
    problems.error("slo", path, `${measure} is not measured of an operation`, {
      found: measure,
      allowed: OPERATION_MEASURES.join(", "),
    });
  }
  return true;
}

/** What a node may be asked for: what it says itself, what calls name, and the request types. */
function operationsOf(
  document: ScenarioDocument,
  id: string,
  types: readonly string[],
): readonly string[] {
  const own = Object.keys((document.nodes[id]?.operations as object | undefined) ?? {});
  // A name is kept from call to call, so one given upstream may arrive here.
  const called = Object.values(document.edges).flatMap(({ operation, calls }) => {
    const listed = (calls as readonly { readonly operation?: string }[] | undefined) ?? [];
    return [operation as string | undefined, ...listed.map((call) => call.operation)];
  });
  return [...new Set([...own, ...called.filter((name) => name !== undefined), ...types])];
}

/** Queues and groups of brokers, by their name and as `broker/queue`. */
function queueNames(document: ScenarioDocument): string[] {
  const consumed = Object.entries(document.edges).flatMap(([id, edge]) => {
    const ends = parseEdgeId(id);
    const from = ends === null ? undefined : kindOfNode(document.nodes, ends.from);
    if (ends === null || from === undefined || !isBroker(from)) return [];
    const name = String(edge.queue ?? edge.group ?? ends.to);
    return [name, `${ends.from}/${name}`];
  });
  const own = Object.entries(document.nodes).flatMap(([id, { queues }]) =>
    Object.keys(isObject(queues) ? queues : {}).flatMap((name) => [name, `${id}/${name}`]),
  );
  return [...consumed, ...own];
}

function isSameEdge(id: string, ends: ReturnType<typeof parseEdgeId>): boolean {
  const other = parseEdgeId(id);
  return other?.from === ends?.from && other?.to === ends?.to && other?.number === ends?.number;
}
