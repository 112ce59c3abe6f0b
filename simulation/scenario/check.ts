// Checks a whole document: every entity against the schema of its kind, then what they say about each
// other. All defects at once; a document with an error is not handed out.
import { faultOf, faults } from "../faults/catalog.ts";
import { catalog, kindOf } from "../kinds/catalog.ts";
import type { FaultDefinition, KindDefinition } from "../kinds/define.ts";
import type { Problem, ScenarioDocument } from "./document.ts";
import { edgeParamsOf, edgeSortOf, protocolsBetween, whyKindsDoNotConnect } from "./edge-sorts.ts";
import { TOP_KEYS } from "./field-names.ts";
import { ID_RULE, isId, parseEdgeId } from "./ids.ts";
import { checkJsonShape, isObject, type JsonObject } from "./json-shape.ts";
import type { KnownParts } from "./known-parts.ts";
import { LIMITS } from "./limits.ts";
import { migrateFile } from "./migrations.ts";
import { ProblemList, shown } from "./problem-list.ts";
import { checkReferences } from "./references.ts";
import {
  edgeSchema,
  faultSchema,
  groupSchema,
  meshSchema,
  nodeSchema,
  sectionSchemas,
} from "./schema.ts";
import { checkWith } from "./schema-issues.ts";
import { checkVariants } from "./variant-checks.ts";

export type CheckResult =
  | {
      readonly ok: true;
      readonly document: ScenarioDocument;
      readonly problems: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Checks any value as a scenario of this or an older format. Never throws. `problems` of a good
 * document are warnings only. `known`: parts that were sound before are not looked at again.
 */
export function checkDocument(value: unknown, known: KnownParts | null = null): CheckResult {
  const problems = new ProblemList(known);
  const file = checkJsonShape(value, problems) ? migrateFile(value, problems) : null;
  if (file !== null) checkFile(file, problems);
  if (file === null || problems.hasErrors) return { ok: false, problems: problems.list() };
  return { ok: true, document: file as unknown as ScenarioDocument, problems: problems.list() };
}

function checkFile(file: JsonObject, problems: ProblemList): void {
  for (const key of Object.keys(file)) {
    if (!(TOP_KEYS as readonly string[]).includes(key)) {
      problems.unknown("unknown-field", [key], "unknown field", key, TOP_KEYS);
    }
  }
  for (const [key, schema] of Object.entries(sectionSchemas)) {
    checkWith(schema, file[key], [key], problems);
  }
  const nodes = entriesOf(file, "nodes", LIMITS.nodes, true, problems);
  const edges = entriesOf(file, "edges", LIMITS.edges, true, problems);
  const groups = entriesOf(file, "groups", LIMITS.groups, false, problems);
  const faultEntries = entriesOf(file, "faults", LIMITS.faults, false, problems);
  for (const key of ["changes", "slos", "alerts", "variants"] as const) {
    entriesOf(file, key, LIMITS[key], false, problems);
  }
  const kinds = checkNodes(nodes, problems);
  checkEdges(edges, kinds, problems);
  for (const [id, group] of groups) checkGroup(id, group, problems);
  for (const [id, fault] of faultEntries) checkFault(id, fault, problems);
  if (problems.hasErrors) return;
  const document = file as unknown as ScenarioDocument;
  checkReferences(document, problems);
  if (!problems.hasErrors) checkVariants(document, checkDocument, problems);
}

type Entry = readonly [string, unknown];

function entriesOf(
  file: JsonObject,
  key: string,
  max: number,
  required: boolean,
  problems: ProblemList,
): readonly Entry[] {
  const value = file[key];
  if (value === undefined) {
    if (required) problems.error("missing-field", [key], "is missing", { allowed: "an object" });
    return [];
  }
  if (!isObject(value)) {
    problems.error("wrong-type", [key], "must be an object, keyed by id", {
      found: shown(value),
      allowed: "an object",
    });
    return [];
  }
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  if (entries.length <= max) return entries;
  const count = { found: String(entries.length), allowed: `at most ${max}` };
  problems.error("cap", [key], `more than ${max} ${key}`, count);
  return [];
}

function checkId(section: string, id: string, problems: ProblemList): boolean {
  if (isId(id)) return true;
  const allowed = { found: shown(id), allowed: ID_RULE };
  problems.error("bad-id", [section, id], "is not an id", allowed);
  return false;
}

const nodeSchemas = new Map<string, ReturnType<typeof nodeSchema>>();
const edgeSchemas = new Map<string, ReturnType<typeof edgeSchema>>();
const faultSchemas = new Map<string, ReturnType<typeof faultSchema>>();

function cached<S>(schemas: Map<string, S>, key: string, make: () => S): S {
  const known = schemas.get(key);
  if (known !== undefined) return known;
  const schema = make();
  schemas.set(key, schema);
  return schema;
}

/** The kind named by an entity, or null with a problem. */
function definitionOf<D>(
  path: readonly [string, string],
  entity: unknown,
  find: (id: string) => D | undefined,
  ids: readonly string[],
  problems: ProblemList,
): D | null {
  if (!isObject(entity)) {
    problems.error("wrong-type", path, "must be an object", { found: shown(entity) });
    return null;
  }
  const { kind } = entity;
  if (kind === undefined) {
    problems.error("missing-field", [...path, "kind"], "is missing", { allowed: ids.join(", ") });
    return null;
  }
  const definition = typeof kind === "string" ? find(kind) : undefined;
  if (definition === undefined) {
    problems.unknown("unknown-kind", [...path, "kind"], "unknown kind", String(kind), ids);
    return null;
  }
  return definition;
}

/** Kinds of the nodes whose kind is known; null where it is not. */
type KindsOfNodes = ReadonlyMap<string, KindDefinition | null>;

function checkNodes(nodes: readonly Entry[], problems: ProblemList): KindsOfNodes {
  const kinds = new Map<string, KindDefinition | null>();
  for (const [id, node] of nodes) {
    checkId("nodes", id, problems);
    const kind = definitionOf(["nodes", id], node, kindOf, Object.keys(catalog), problems);
    kinds.set(id, kind);
    if (kind === null) continue;
    const schema = cached(nodeSchemas, kind.id, () => nodeSchema(kind));
    checkWith(schema, node, ["nodes", id], problems);
  }
  return kinds;
}

function checkEdges(edges: readonly Entry[], kinds: KindsOfNodes, problems: ProblemList): void {
  for (const [id, edge] of edges) {
    const path = ["edges", id] as const;
    const ends = parseEdgeId(id);
    if (ends === null || !id.includes("->") || id.endsWith("#1")) {
      const allowed = { found: shown(id), allowed: "from->to, then from->to#2, from->to#3, ..." };
      problems.error("bad-id", path, "is not the id of an edge", allowed);
      continue;
    }
    const missing = [ends.from, ends.to].filter((node) => !kinds.has(node));
    for (const node of new Set(missing)) {
      problems.unknown("unknown-node", path, "unknown node", node, [...kinds.keys()]);
    }
    const from = kinds.get(ends.from);
    const to = kinds.get(ends.to);
    if (!from || !to) continue;
    const why =
      ends.from === ends.to && from.ports.self !== true
        ? `${from.label} nodes do not call themselves`
        : whyKindsDoNotConnect(from, to);
    if (why !== null) problems.error("no-connection", path, why);
    else checkEdge(path, edge, from, to, problems);
  }
}

function checkEdge(
  path: readonly [string, string],
  edge: unknown,
  from: KindDefinition,
  to: KindDefinition,
  problems: ProblemList,
): void {
  const schema = cached(edgeSchemas, `${from.id} ${to.id}`, () =>
    edgeSchema(edgeSortOf(from, to), edgeParamsOf(from, to), protocolsBetween(from, to)),
  );
  checkWith(schema, edge, path, problems);
}

function checkGroup(id: string, group: unknown, problems: ProblemList): void {
  checkId("groups", id, problems);
  const isMesh = isObject(group) && group.kind === "mesh";
  checkWith(isMesh ? meshSchema : groupSchema, group, ["groups", id], problems);
}

function checkFault(id: string, fault: unknown, problems: ProblemList): void {
  checkId("faults", id, problems);
  const ids = Object.keys(faults);
  const definition = definitionOf<FaultDefinition>(["faults", id], fault, faultOf, ids, problems);
  if (definition === null) return;
  const schema = cached(faultSchemas, definition.id, () => faultSchema(definition));
  checkWith(schema, fault, ["faults", id], problems);
}
