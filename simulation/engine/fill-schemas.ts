// Writes who asks which registry for the schemas of what, and which nodes read what may change.
import { conditions } from "../primitives/cache-rows.ts";
import { WATCH_DATA } from "../primitives/lock-rows.ts";
import { instances } from "../primitives/node-state.ts";
import { nodes } from "../primitives/parameters.ts";
import {
  ASKS_REGISTRY,
  NEVER_MS,
  READS_SCHEMAS,
  schemaCaches,
  schemaUsers,
  subjects,
} from "../primitives/schema-rows.ts";
import type { SchemasResult } from "../results/event-store-result.ts";
import { parseEdgeId } from "../scenario/ids.ts";
import type { PlannedCall } from "./operation-graph.ts";
import type { Program } from "./program.ts";

/** Rows of the nodes at the ends of an edge as it was drawn, without proxies. */
function endsOf({ index }: Program, id: string): { readonly from: number; readonly to: number } {
  const ends = parseEdgeId(id.replace(/~.*$/, ""));
  return { from: index.nodeOf(ends?.from ?? ""), to: index.nodeOf(ends?.to ?? "") };
}

function registryOf({ nodes: all }: Program, node: number) {
  const descriptor = all[node]?.descriptor;
  return descriptor?.primitive === "station" ? (descriptor.station.registry ?? null) : null;
}

/** All nodes; plans and conditions must be filled in. Null or the name of the table that is too small. */
export function fillSchemas(program: Program, fresh: boolean): string | null {
  const count = nodes.highWater;
  if (!subjects.occupy(count) || !schemaUsers.occupy(count)) return "nodes";
  if (!schemaCaches.occupy(instances.highWater)) return "instances";
  if (fresh) subjects.newFrom.fill(NEVER_MS, 0, count);
  for (let node = 0; node < count; node++) fillRegistry(program, node);
  for (const { id, sort } of program.scenario.edges) {
    // Spans go to no registry, and those of a waypoint are no drawn edge's.
    if (sort === "export") continue;
    const { from, to } = endsOf(program, id);
    if (schemaUsers.isRegistry[to] === 1) fillUser(program, from, to);
  }
  const planned = program.graph.operations.flatMap(({ stages }) =>
    stages.flatMap(({ calls }) => calls),
  );
  planned.forEach((call, row) => {
    if (asksRegistry(program, call)) conditions.unless[row] = ASKS_REGISTRY;
  });
  markReaders(program);
  return null;
}

function fillRegistry(program: Program, node: number): void {
  const registry = registryOf(program, node);
  schemaUsers.isRegistry[node] = registry === null ? 0 : 1;
  if (registry === null) return;
  const { compatibility, beforeRelease } = registry;
  schemaUsers.needsForward[node] = ["forward", "full"].includes(compatibility) ? 1 : 0;
  schemaUsers.needsBackward[node] = ["backward", "full"].includes(compatibility) ? 1 : 0;
  schemaUsers.beforeRelease[node] = beforeRelease ? 1 : 0;
  nodes.mode[node] |= READS_SCHEMAS;
  nodes.watch[node] |= WATCH_DATA;
}

/** A node that asks a registry does so for the first broker it writes to and the first it reads from. */
function fillUser(program: Program, node: number, registry: number): void {
  const { edges } = program.scenario;
  const written = edges.find(
    ({ id }) => endsOf(program, id).from === node && hasReaders(program, endsOf(program, id).to),
  );
  const read = edges.find(({ id, sort }) => sort === "deliver" && endsOf(program, id).to === node);
  if (written !== undefined) {
    const subject = endsOf(program, written.id).to;
    schemaUsers.writes[node] = subject + 1;
    if (schemaUsers.registry[subject] === 0) schemaUsers.registry[subject] = registry + 1;
  }
  if (read !== undefined) schemaUsers.reads[node] = endsOf(program, read.id).from + 1;
}

/** Whether a node hands on what it is given: a broker or an event store. */
function hasReaders({ nodes: all }: Program, node: number): boolean {
  const primitive = all[node]?.descriptor.primitive;
  return primitive === "log" || primitive === "mailbox";
}

/** Of calls through a mesh the leg that the caller makes keeps the drawn id. */
function asksRegistry(program: Program, { edge }: PlannedCall): boolean {
  const id = program.scenario.edges[edge]?.id ?? "";
  return !id.includes("~") && schemaUsers.isRegistry[endsOf(program, id).to] === 1;
}

/** Readers of brokers whose schema some fault changes. */
function markReaders({ scenario, index }: Program): void {
  for (const { kind, targets } of scenario.faults) {
    if (kind !== "schema-change") continue;
    for (const { sort, from, to } of scenario.edges) {
      const isRead = targets.some((target) => "node" in target && target.node === from);
      if (sort === "deliver" && isRead) nodes.mode[index.nodeOf(to)] |= READS_SCHEMAS;
    }
  }
}

/** The measured period begins. */
export function restartSchemas(): void {
  schemaUsers.unreadable.fill(0, 0, schemaUsers.highWater);
}

/** What a reader of what may change reports. */
export function schemasResultOf(node: number): { readonly schemas?: SchemasResult } {
  const isReader = (nodes.mode[node] & READS_SCHEMAS) !== 0 && schemaUsers.isRegistry[node] === 0;
  return isReader ? { schemas: { unreadable: schemaUsers.unreadable[node] } } : {};
}
