// From the document to what the engine compiles: every default and preset in place, calls and fault
// targets spelled out, everything sorted by id.
import { FAULT_PARAMS, faultOf } from "../faults/catalog.ts";
import { kindOf } from "../kinds/catalog.ts";
import type { ParamSet } from "../kinds/define.ts";
import { CALL_MESSAGE_PARAMS, CALL_PARAMS } from "../policies/catalog.ts";
import { protocolOf } from "../protocols/catalog.ts";
import { throughAccess } from "./access/expand.ts";
import { ALERT_PARAMS } from "./alert-params.ts";
import { callsOf, edgesFallingBack, standbyEdges } from "./calls.ts";
import { checkDocument } from "./check.ts";
import type {
  EdgeDocument,
  FaultDocument,
  FaultTarget,
  NodeDocument,
  Origin,
  Problem,
  ResolvedAlert,
  ResolvedCall,
  ResolvedChange,
  ResolvedEdge,
  ResolvedFault,
  ResolvedNode,
  ResolvedScenario,
  ResolvedValues,
  ScenarioDocument,
} from "./document.ts";
import { edgeParamsOf, edgeSortOf, protocolsBetween } from "./edge-sorts.ts";
import { atOnce, exportsAtOnce } from "./export-at-once.ts";
import { resolveTarget } from "./fault-targets.ts";
import { compareIds, parseEdgeId } from "./ids.ts";
import { isObject, type JsonObject } from "./json-shape.ts";
import { KnownParts } from "./known-parts.ts";
import { throughMeshes } from "./mesh/expand.ts";
import { ownFaultsOf } from "./own-faults.ts";
import { parsePath } from "./paths.ts";
import { withReliability } from "./reliable-messaging.ts";
import { resolveValues } from "./resolve-values.ts";
import { RUN_PARAMS } from "./run-params.ts";
import { scenarioHash } from "./scenario-hash.ts";
import { applySet } from "./variants.ts";
import { zonesOf } from "./zones.ts";

export type ResolveResult =
  | {
      readonly ok: true;
      readonly scenario: ResolvedScenario;
      /** Where each resolved value came from, by its path (`nodes.orders.replicas`). */
      readonly origins: ReadonlyMap<string, Origin>;
      /** Warnings only. */
      readonly problems: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

type Origins = Map<string, Origin>;

/** Checks and resolves a document. Never throws; problems as those of checkDocument. */
export function resolveScenario(document: ScenarioDocument): ResolveResult {
  // Each recorded change makes a design that shares nearly all of its parts with the one before.
  const known = new KnownParts();
  const checked = checkDocument(document, known);
  if (!checked.ok) return checked;
  const { designs, problems } = designsOf(checked.document, known);
  if (problems.length > 0) return { ok: false, problems: [...checked.problems, ...problems] };
  const origins: Origins = new Map();
  const changes = designs.map(({ id, atMs, set, design }) => ({
    id,
    atMs,
    set: canonicalSet(set),
    after: resolveChecked(design, new Map(), []),
  }));
  const scenario = resolveChecked(checked.document, origins, changes);
  return { ok: true, scenario, origins, problems: checked.problems };
}

/** The problems that resolveScenario finds, without what it makes. */
export function problemsOfScenario(
  document: ScenarioDocument,
  known: KnownParts,
): { readonly ok: boolean; readonly problems: readonly Problem[] } {
  const checked = checkDocument(document, known);
  if (!checked.ok) return checked;
  const { problems } = designsOf(checked.document, known);
  return { ok: problems.length === 0, problems: [...checked.problems, ...problems] };
}

/** The hash of what is simulated of a document that was checked: recorded changes do not count. */
export function hashOfScenario({ changes: _, ...base }: ScenarioDocument): string {
  return resolveChecked(base, new Map(), []).hash;
}

function resolveChecked(
  document: ScenarioDocument,
  origins: Origins,
  changes: readonly ResolvedChange[],
): ResolvedScenario {
  const run = resolveValues(RUN_PARAMS, document.run as JsonObject, "run", origins);
  const durationMs = Number(run.durationS) * 1000;
  const nodes = sorted(document.nodes).map(([id, node]) => ({
    ...resolveNode(id, node, origins),
    ...zonesOf(document, node),
  }));
  const fallbacks = { named: edgesFallingBack(document), standby: standbyEdges(document) };
  const drawn = {
    name: document.name,
    catalog: document.catalog,
    durationMs,
    warmupMs: Number(run.warmupS) * 1000,
    windowMs: run.windowS === null ? Math.max(100, durationMs / 600) : Number(run.windowS) * 1000,
    seed: Number(run.seed),
    drain: run.drain === true,
    sampleAtMs: instantsOf(run.sampleAtS),
    detail: run.detail === true,
    maxEvents: Number(run.maxEvents),
    maxMemoryMb: run.maxMemoryMb === null ? null : Number(run.maxMemoryMb),
    nodes,
    edges: sorted(document.edges).map(([id, edge]) =>
      resolveEdge(document, id, edge, fallbacks, origins),
    ),
    faults: sorted(document.faults)
      .map(([id, fault]) => resolveFault(document, id, fault, origins))
      .concat(ownFaultsOf(nodes)),
    slos: sorted(document.slos).map(([id, slo]) => ({
      id,
      name: slo.name ?? id,
      expr: slo.expr,
    })),
    ...(document.alerts === undefined ? {} : { alerts: alertsOf(document, origins) }),
    changes,
  };
  const scenario = throughMeshes(document, throughAccess(drawn), origins);
  return { ...scenario, hash: scenarioHash(scenario) };
}

function alertsOf(document: ScenarioDocument, origins: Origins): readonly ResolvedAlert[] {
  return sorted(document.alerts).map(([id, alert]) => {
    const values = resolveValues(ALERT_PARAMS, { ...alert }, `alerts.${id}`, origins);
    return { id, name: alert.name ?? id, expr: alert.expr, ...values } as ResolvedAlert;
  });
}

function instantsOf(seconds: unknown): readonly number[] {
  const list = Array.isArray(seconds) ? (seconds as readonly number[]) : [];
  return [...new Set(list)].sort((a, b) => a - b).map((at) => at * 1000);
}

function sorted<E>(entries: Readonly<Record<string, E>> | undefined): readonly [string, E][] {
  return Object.entries(entries ?? {})
    .filter(([, entry]) => entry !== undefined)
    .sort(([left], [right]) => compareIds(left, right));
}

function resolveNode(id: string, node: NodeDocument, origins: Origins): ResolvedNode {
  const kind = kindOf(node.kind);
  const path = `nodes.${id}`;
  const given = isObject(node.operations) ? (node.operations as Record<string, JsonObject>) : {};
  const operations: Record<string, ResolvedValues> = {};
  for (const [name, operation] of sorted(given)) {
    const explicit = kind?.operation === undefined ? {} : pickGiven(kind.operation, operation);
    operations[name] = resolveValues(explicit, operation, `${path}.operations.${name}`, origins);
  }
  return {
    id,
    name: node.name ?? id,
    kind: node.kind,
    values: resolveValues(kind?.params ?? {}, node as JsonObject, path, origins),
    operations,
  };
}

/** Only what an operation says itself; for the rest the node's own values hold. */
function pickGiven(params: ParamSet, given: JsonObject): ParamSet {
  return Object.fromEntries(Object.entries(params).filter(([name]) => given[name] !== undefined));
}

/** Edges that others fall back on, and those of them that serve nothing else. */
interface Fallbacks {
  readonly named: ReadonlyMap<string, readonly string[]>;
  readonly standby: ReadonlySet<string>;
}

function resolveEdge(
  document: ScenarioDocument,
  id: string,
  edge: EdgeDocument,
  { named, standby }: Fallbacks,
  origins: Origins,
): ResolvedEdge {
  const { from, to } = parseEdgeId(id) ?? { from: "", to: "" };
  const fromKind = kindOf(document.nodes[from].kind);
  const toKind = kindOf(document.nodes[to].kind);
  if (fromKind === undefined || toKind === undefined) throw new Error(`unchecked edge ${id}`);
  const path = `edges.${id}`;
  const protocol = edge.protocol ?? protocolsBetween(fromKind, toKind)[0];
  origins.set(`${path}.protocol`, edge.protocol === undefined ? "default" : "explicit");
  const sort = edgeSortOf(fromKind, toKind);
  const supplied = { values: protocolDefaults(protocol), origin: "default" } as const;
  const params = edgeParamsOf(fromKind, toKind);
  // What it says to a mesh is read where the mesh is put in place.
  const { mesh: _, ...simulated } = params;
  const values = resolveValues(simulated, edge as JsonObject, path, origins, supplied);
  const kept = protocol === "soap" ? withReliability(values) : values;
  if (sort === "export") {
    const exported = { id, from, to, protocol, sort, values, calls: [] } as const;
    return exportsAtOnce(exported) ? atOnce(document, exported) : exported;
  }
  const own = sort === "deliver" ? [] : resolveCalls(edge, path, origins);
  const calls = standby.has(id) ? [] : own;
  const resolved = { id, from, to, protocol, sort, values: withOwnNames(kept, to), calls };
  return named.has(id) ? { ...resolved, instead: own[0]?.operation ?? null } : resolved;
}

function protocolDefaults(protocol: string): JsonObject {
  const defaults = Object.entries(protocolOf(protocol)?.defaults ?? {});
  return Object.fromEntries(defaults.map(([name, { value }]) => [name, value]));
}

/** A consumer without a queue or group of its own name gets the consumer's id. */
function withOwnNames(values: ResolvedValues, consumer: string): ResolvedValues {
  const named: Record<string, unknown> = { ...values };
  if ("queue" in values) named.queue = values.queue ?? consumer;
  if ("routingKey" in values) named.routingKey = values.routingKey ?? named.queue;
  if ("group" in values) named.group = values.group ?? consumer;
  return named;
}

function resolveCalls(edge: EdgeDocument, path: string, origins: Origins): readonly ResolvedCall[] {
  const hasList = edge.calls !== undefined;
  return callsOf(edge).map((call, index) => {
    const id = call.id ?? String(index);
    const place = hasList ? `${path}.calls.${id}` : path;
    const values = resolveValues(
      { ...CALL_PARAMS, ...CALL_MESSAGE_PARAMS },
      call as JsonObject,
      place,
      origins,
    );
    return { id, ...values } as unknown as ResolvedCall;
  });
}

/** What is done at once is there for so long, so that it comes and goes like the others. */
const INSTANT_MS = 1;

function lastingMs(forS: unknown): number {
  return forS === null ? Infinity : Number(forS) * 1000;
}

function resolveFault(
  document: ScenarioDocument,
  id: string,
  fault: FaultDocument,
  origins: Origins,
): ResolvedFault {
  const path = `faults.${id}`;
  const given = fault as JsonObject;
  const schedule = resolveValues(FAULT_PARAMS, given, path, origins);
  return {
    id,
    name: fault.name ?? id,
    kind: fault.kind,
    targets: targetsOf(document, fault),
    atMs: Number(schedule.atS) * 1000,
    forMs: faultOf(fault.kind)?.instant ? INSTANT_MS : lastingMs(schedule.forS),
    rampMs: Number(schedule.rampS) * 1000,
    enabled: schedule.enabled === true,
    ...(schedule.every === null || schedule.for === null
      ? {}
      : { comings: { every: schedule.every, for: schedule.for } }),
    values: resolveValues(faultOf(fault.kind)?.params ?? {}, given, path, origins),
  };
}

/** Each target once, in an order that neither the file's keys nor a list of targets decides. */
function targetsOf(document: ScenarioDocument, fault: FaultDocument): readonly FaultTarget[] {
  const targets = [fault.target].flat().flatMap((text) => {
    const result = resolveTarget(document, fault, text);
    return result.ok ? result.targets : [];
  });
  const unique = Object.fromEntries(targets.map((target) => [JSON.stringify(target), target]));
  return sorted(unique).map(([, target]) => target);
}

interface ChangedDesign extends Pick<ResolvedChange, "id" | "atMs" | "set"> {
  readonly design: ScenarioDocument;
}

/** The design after each recorded change, in order of time; later ones build on earlier ones. */
function designsOf(document: ScenarioDocument, known: KnownParts) {
  const ordered = [...sorted(document.changes)].sort(
    ([left, a], [right, b]) => a.atMs - b.atMs || compareIds(left, right),
  );
  const { changes: _, ...base } = document;
  let present: ScenarioDocument = base;
  const designs: ChangedDesign[] = [];
  const problems: Problem[] = [];
  for (const [id, { atMs, set }] of ordered) {
    const make = () => {
      const changed = applySet(present, set);
      return changed.ok ? checkDocument(changed.document, known) : changed;
    };
    const checked = known.inTurn.resultOf(present, set, make);
    if (!checked.ok) {
      problems.push(...checked.problems.map((found) => inChange(id, found)));
      continue;
    }
    present = checked.document;
    designs.push({ id, atMs, set, design: present });
  }
  return { designs, problems };
}

function canonicalSet(set: ResolvedChange["set"]): ResolvedChange["set"] {
  return Object.fromEntries(sorted(set).map(([path, value]) => [canonicalPath(path), value]));
}

function canonicalPath(path: string): string {
  const parsed = parsePath(path);
  return parsed.ok ? parsed.steps.join(".") : path;
}

function inChange(id: string, problem: Problem): Problem {
  return { ...problem, path: `changes.${id}.set.${problem.path}` };
}
