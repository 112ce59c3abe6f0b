// The schema of the scenario file, generated from the definitions of kinds, policies and faults. The
// checks use its parts entity by entity; the JSON Schema for editors is the whole.
import * as z from "zod/mini";
import { FAULT_PARAMS, faults } from "../faults/catalog.ts";
import {
  callParamsOf,
  catalog,
  deliverParamsOf,
  publishParamsOf,
  triggerParamsOf,
} from "../kinds/catalog.ts";
import type { FaultDefinition, KindDefinition, ParamSet } from "../kinds/define.ts";
import {
  CALL_EDGE_PARAMS,
  CALL_MESSAGE_PARAMS,
  CALL_PARAMS,
  CALL_SHORTHAND,
  EXPORT_EDGE_PARAMS,
  MESH_PARAMS,
  MESH_PRESETS,
} from "../policies/catalog.ts";
import { protocols } from "../protocols/catalog.ts";
import { ALERT_PARAMS } from "./alert-params.ts";
import { described } from "./described.ts";
import { CATALOG, FORMAT } from "./document.ts";
import { carriesCalls, type EdgeSort, isBroker } from "./edge-sorts.ts";
import { fieldsOf, nameSchema } from "./field-schema.ts";
import { ID_RULE, isId } from "./ids.ts";
import { LIMITS } from "./limits.ts";
import { RUN_PARAMS } from "./run-params.ts";

/** Keys of a node that are not parameters. */
export const NODE_KEYS = ["kind", "name", "in", "operations", "preset"] as const;

/** Kinds of groups; of these a mesh and a zone change what runs. */
export const GROUP_KINDS = ["mesh", "zone", "host", "team"] as const;

const idSchema = z
  .string()
  .check(
    z.regex(/^(?!all$)[a-z0-9][a-z0-9_-]{0,62}$/, `an id: ${ID_RULE}`),
    z.refine(isId, `an id: ${ID_RULE}`),
  );
const titleSchema = z.string().check(z.maxLength(200));
const membershipSchema = z.union([idSchema, z.array(idSchema).check(z.maxLength(100))]);
const pathValuesSchema = z.record(z.string(), z.json());
const targetSchema = z.string().check(z.minLength(1), z.maxLength(200));

export const callSchema = z.strictObject({
  id: described(z.optional(nameSchema), "Names the call in paths."),
  ...fieldsOf(CALL_PARAMS),
  ...fieldsOf(CALL_MESSAGE_PARAMS),
});

function pick(params: ParamSet, names: readonly string[]): ParamSet {
  return Object.fromEntries(names.map((name) => [name, params[name]]));
}

const callFields = {
  calls: z.optional(z.array(callSchema).check(z.minLength(1), z.maxLength(LIMITS.callsPerEdge))),
  ...fieldsOf(pick(CALL_PARAMS, CALL_SHORTHAND)),
};

export function nodeSchema(kind: KindDefinition): z.ZodMiniType {
  const operations =
    kind.operation === undefined
      ? {}
      : { operations: z.optional(z.record(nameSchema, z.strictObject(fieldsOf(kind.operation)))) };
  return z.strictObject({
    kind: z.literal(kind.id),
    name: z.optional(titleSchema),
    in: z.optional(membershipSchema),
    ...operations,
    ...fieldsOf(kind.params),
  });
}

export function edgeSchema(sort: EdgeSort, params: ParamSet, allowed: readonly string[]) {
  return z.strictObject({
    protocol: z.optional(z.enum(allowed as readonly [string, ...string[]])),
    ...fieldsOf(params),
    ...(carriesCalls(sort) ? callFields : {}),
  });
}

/** What says when a fault is there. */
function scheduleOf(fault: FaultDefinition): ParamSet {
  const { rampS, atS, enabled, ...lasting } = FAULT_PARAMS;
  if (fault.instant) return { atS, enabled };
  return { atS, enabled, ...lasting, ...(fault.ramp ? { rampS } : {}) };
}

export function faultSchema(fault: FaultDefinition): z.ZodMiniType {
  return z.strictObject({
    kind: z.literal(fault.id),
    name: z.optional(titleSchema),
    target: z.union([targetSchema, z.array(targetSchema).check(z.minLength(1), z.maxLength(1000))]),
    ...fieldsOf(scheduleOf(fault)),
    ...fieldsOf(fault.params),
  });
}

const groupFields = {
  name: z.optional(titleSchema),
  in: described(z.optional(idSchema), "The group that this one stands in."),
  collapsed: described(z.optional(z.boolean()), "Drawn as one card; changes nothing of the run."),
};

export const groupSchema = z.strictObject({
  kind: z.enum(GROUP_KINDS),
  ...groupFields,
});

export const meshSchema = z.strictObject({
  kind: z.literal("mesh"),
  ...groupFields,
  enabled: described(z.optional(z.boolean()), "Off: drawn only. On where nothing is said."),
  preset: described(
    z.optional(z.enum(MESH_PRESETS as readonly [string, ...string[]])),
    "The product whose settings hold where nothing is said.",
  ),
  ...fieldsOf(MESH_PARAMS),
});

/** Everything but nodes, edges, groups and faults, whose entries are checked one by one. */
export const sectionSchemas = {
  $schema: z.optional(z.string().check(z.maxLength(2000))),
  format: z.literal(FORMAT),
  catalog: z.enum([CATALOG]),
  name: titleSchema,
  description: z.optional(z.string().check(z.maxLength(20_000))),
  run: z.strictObject(fieldsOf(RUN_PARAMS)),
  changes: z.optional(
    z.record(idSchema, z.strictObject({ atMs: z.number().check(z.gte(0)), set: pathValuesSchema })),
  ),
  slos: z.optional(
    z.record(idSchema, z.strictObject({ name: z.optional(titleSchema), expr: targetSchema })),
  ),
  alerts: z.optional(
    z.record(
      idSchema,
      z.strictObject({
        name: z.optional(titleSchema),
        expr: targetSchema,
        ...fieldsOf(ALERT_PARAMS),
      }),
    ),
  ),
  variants: z.optional(
    z.record(idSchema, z.strictObject({ name: z.optional(titleSchema), set: pathValuesSchema })),
  ),
  lesson: z.optional(z.json()),
  layout: z.optional(z.record(z.string(), z.tuple([z.number(), z.number()]))),
  notes: z.optional(z.json()),
} as const;

/** What only edges to certain kinds say; which kind it is, is beyond the schema. */
const CALLEE_PARAMS: ParamSet = Object.assign(
  {},
  ...Object.values<KindDefinition>(catalog).map(callParamsOf),
);

/** JSON Schema (draft 2020-12) of the file, for editors. Cross-references are beyond it. */
export function scenarioJsonSchema(): Record<string, unknown> {
  const kinds = Object.values<KindDefinition>(catalog).map(nodeSchema);
  const all = Object.keys(protocols);
  const brokers = Object.values<KindDefinition>(catalog).filter(isBroker);
  const edges = [
    edgeSchema("call", { ...CALL_EDGE_PARAMS, ...CALLEE_PARAMS }, all),
    edgeSchema("export", EXPORT_EDGE_PARAMS, all),
    ...brokers.map((kind) => edgeSchema("publish", publishParamsOf(kind), all)),
    ...brokers.map((kind) => edgeSchema("deliver", deliverParamsOf(kind), all)),
    ...brokers
      .filter(({ trigger }) => trigger !== undefined)
      .map((kind) => edgeSchema("deliver", triggerParamsOf(kind), all)),
  ];
  const kindsOfFault = Object.values<FaultDefinition>(faults).map(faultSchema);
  const file = z.strictObject({
    ...sectionSchemas,
    nodes: z.record(idSchema, z.union(kinds)),
    edges: z.record(z.string(), z.union(edges)),
    groups: z.optional(z.record(idSchema, z.union([meshSchema, groupSchema]))),
    faults: z.optional(z.record(idSchema, z.union(kindsOfFault))),
  });
  const schema = z.toJSONSchema(file, { io: "input" });
  return { ...schema, title: "Brownout scenario, format 1" };
}
