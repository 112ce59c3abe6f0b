// The schema of the scenario file, generated from the definitions of kinds, policies and faults. The
// checks use its parts entity by entity; the JSON Schema for editors is the whole.
import * as z from "zod";
import { FAULT_PARAMS, faults } from "../faults/catalog.ts";
import { catalog, DELIVER_EDGE_PARAMS } from "../kinds/catalog.ts";
import type { FaultDefinition, KindDefinition, ParamSet } from "../kinds/define.ts";
import {
  CALL_EDGE_PARAMS,
  CALL_PARAMS,
  CALL_SHORTHAND,
  PUBLISH_EDGE_PARAMS,
} from "../policies/catalog.ts";
import { protocols } from "../protocols/catalog.ts";
import { CATALOG, FORMAT } from "./document.ts";
import type { EdgeSort } from "./edge-sorts.ts";
import { fieldsOf, nameSchema } from "./field-schema.ts";
import { ID_RULE, isId } from "./ids.ts";
import { LIMITS } from "./limits.ts";
import { RUN_PARAMS } from "./run-params.ts";

/** Keys of a node that are not parameters. */
export const NODE_KEYS = ["kind", "name", "in", "operations", "preset"] as const;

/** Kinds of groups; a mesh is read but not simulated in this version, only zones change what runs. */
export const GROUP_KINDS = ["mesh", "zone", "host", "team"] as const;

/** Keys of the file, in the order in which it is written. */
export const TOP_KEYS = [
  "$schema",
  "format",
  "catalog",
  "name",
  "description",
  "run",
  "nodes",
  "edges",
  "groups",
  "faults",
  "changes",
  "slos",
  "variants",
  "lesson",
  "layout",
  "notes",
] as const;

const idSchema = z
  .string()
  .regex(/^(?!all$)[a-z0-9][a-z0-9_-]{0,62}$/, `an id: ${ID_RULE}`)
  .refine(isId, `an id: ${ID_RULE}`);
const titleSchema = z.string().max(200);
const membershipSchema = z.union([idSchema, z.array(idSchema).max(100)]);
const pathValuesSchema = z.record(z.string(), z.json());
const targetSchema = z.string().min(1).max(200);

export const callSchema = z.strictObject({
  id: nameSchema.optional().describe("Names the call in paths."),
  ...fieldsOf(CALL_PARAMS),
});

function pick(params: ParamSet, names: readonly string[]): ParamSet {
  return Object.fromEntries(names.map((name) => [name, params[name]]));
}

const callFields = {
  calls: z.array(callSchema).min(1).max(LIMITS.callsPerEdge).optional(),
  ...fieldsOf(pick(CALL_PARAMS, CALL_SHORTHAND)),
};

export function nodeSchema(kind: KindDefinition): z.ZodType {
  const operations =
    kind.operation === undefined
      ? {}
      : { operations: z.record(nameSchema, z.strictObject(fieldsOf(kind.operation))).optional() };
  return z.strictObject({
    kind: z.literal(kind.id),
    name: titleSchema.optional(),
    in: membershipSchema.optional(),
    ...operations,
    ...fieldsOf(kind.params),
  });
}

export function edgeSchema(sort: EdgeSort, params: ParamSet, allowed: readonly string[]) {
  return z.strictObject({
    protocol: z.enum(allowed as readonly [string, ...string[]]).optional(),
    ...fieldsOf(params),
    ...(sort === "deliver" ? {} : callFields),
  });
}

export function faultSchema(fault: FaultDefinition): z.ZodType {
  const { rampS, ...always } = FAULT_PARAMS;
  return z.strictObject({
    kind: z.literal(fault.id),
    name: titleSchema.optional(),
    target: z.union([targetSchema, z.array(targetSchema).min(1).max(1000)]),
    ...fieldsOf(fault.ramp ? { ...always, rampS } : always),
    ...fieldsOf(fault.params),
  });
}

export const groupSchema = z.strictObject({
  kind: z.enum(GROUP_KINDS),
  name: titleSchema.optional(),
  in: idSchema.optional().describe("The group that this one stands in."),
  enabled: z.boolean().optional(),
  preset: z.string().max(100).optional(),
  collapsed: z.boolean().optional().describe("Drawn as one card; changes nothing of the run."),
});

/** Everything but nodes, edges, groups and faults, whose entries are checked one by one. */
export const sectionSchemas = {
  $schema: z.string().max(2000).optional(),
  format: z.literal(FORMAT),
  catalog: z.enum([CATALOG]),
  name: titleSchema,
  description: z.string().max(20_000).optional(),
  run: z.strictObject(fieldsOf(RUN_PARAMS)),
  changes: z
    .record(idSchema, z.strictObject({ atMs: z.number().min(0), set: pathValuesSchema }))
    .optional(),
  slos: z
    .record(
      idSchema,
      z.strictObject({ name: titleSchema.optional(), expr: z.string().min(1).max(200) }),
    )
    .optional(),
  variants: z
    .record(idSchema, z.strictObject({ name: titleSchema.optional(), set: pathValuesSchema }))
    .optional(),
  lesson: z.json().optional(),
  layout: z.record(z.string(), z.tuple([z.number(), z.number()])).optional(),
  notes: z.json().optional(),
} as const;

/** JSON Schema (draft 2020-12) of the file, for editors. Cross-references are beyond it. */
export function scenarioJsonSchema(): Record<string, unknown> {
  const kinds = Object.values<KindDefinition>(catalog).map(nodeSchema);
  const all = Object.keys(protocols);
  const brokers = Object.values<KindDefinition>(catalog).filter(isBroker);
  const edges = [
    edgeSchema("call", CALL_EDGE_PARAMS, all),
    ...brokers.map((kind) => edgeSchema("publish", publishParamsOf(kind), all)),
    ...brokers.map((kind) => edgeSchema("deliver", deliverParamsOf(kind), all)),
  ];
  const kindsOfFault = Object.values<FaultDefinition>(faults).map(faultSchema);
  const file = z.strictObject({
    ...sectionSchemas,
    nodes: z.record(idSchema, z.union(kinds)),
    edges: z.record(z.string(), z.union(edges)),
    groups: z.record(idSchema, groupSchema).optional(),
    faults: z.record(idSchema, z.union(kindsOfFault)).optional(),
  });
  const schema = z.toJSONSchema(file, { io: "input" });
  return { ...schema, title: "Brownout scenario, format 1" };
}
