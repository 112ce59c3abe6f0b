// Edits of the drawing as functions from document to document. Removing an entity also removes
// what would point into nothing: its edges, its place, faults and changes aimed at it.
import type {
  EdgeDocument,
  FaultDocument,
  Json,
  ScenarioDocument,
} from "../../simulation/scenario/document.ts";
import { membersOf } from "../../simulation/scenario/group-members.ts";
import { groupOfKey, withoutGroups } from "./group-membership.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

type Entries<T> = Readonly<Record<string, T>>;

function without<T>(entries: Entries<T>, gone: (id: string, value: T) => boolean): Entries<T> {
  const kept = Object.entries(entries).filter(([id, value]) => !gone(id, value));
  return kept.length === Object.keys(entries).length ? entries : Object.fromEntries(kept);
}

interface EdgeEnds {
  readonly from: string;
  readonly to: string;
}

/** Asked for every edge at every step of a drag. Ids of drawings long gone are forgotten at once. */
const knownEnds = new Map<string, EdgeEnds>();
const MOST_KNOWN = 10_000;

/** `from` and `to` of an edge id `from->to` or `from->to#2`. */
export function edgeEnds(edgeId: string): EdgeEnds {
  const known = knownEnds.get(edgeId);
  if (known) return known;
  const [from = "", rest = ""] = edgeId.split("->");
  const ends = { from, to: rest.split("#")[0] ?? "" };
  if (knownEnds.size >= MOST_KNOWN) knownEnds.clear();
  knownEnds.set(edgeId, ends);
  return ends;
}

/** An id that is not taken: `service`, `service-2`, `service-3`... */
export function freeId(taken: Entries<unknown>, wish: string): string {
  if (!(wish in taken)) return wish;
  let number = 2;
  while (`${wish}-${number}` in taken) number += 1;
  return `${wish}-${number}`;
}

export function withNode(
  document: ScenarioDocument,
  id: string,
  kind: string,
  at: Point,
): ScenarioDocument {
  return {
    ...document,
    nodes: { ...document.nodes, [id]: { kind } },
    layout: { ...document.layout, [id]: [at.x, at.y] },
  };
}

export function withPlaces(
  document: ScenarioDocument,
  places: Readonly<Record<string, Point>>,
): ScenarioDocument {
  const layout: Record<string, readonly [number, number]> = { ...document.layout };
  for (const [id, at] of Object.entries(places)) layout[id] = [at.x, at.y];
  return { ...document, layout };
}

export function withEdge(
  document: ScenarioDocument,
  id: string,
  edge: EdgeDocument,
): ScenarioDocument {
  return { ...document, edges: { ...document.edges, [id]: edge } };
}

export function withFault(
  document: ScenarioDocument,
  id: string,
  fault: FaultDocument,
): ScenarioDocument {
  return { ...document, faults: { ...document.faults, [id]: fault } };
}

/** Node or edge named by a fault's target, which may carry an instance: `orders[2]`. */
function targetId(target: string): string {
  return target.split("[")[0] ?? target;
}

function faultWithout(fault: FaultDocument, gone: ReadonlySet<string>): FaultDocument | null {
  const targets = typeof fault.target === "string" ? [fault.target] : fault.target;
  const kept = targets.filter((target) => !gone.has(targetId(target)));
  if (kept.length === targets.length) return fault;
  return kept.length === 0 ? null : { ...fault, target: kept };
}

function pathIsInside(path: string, gone: ReadonlySet<string>): boolean {
  for (const id of gone) {
    const group = groupOfKey(id);
    const own = group === null ? `nodes.${id}` : `groups.${group}`;
    for (const prefix of [own, `edges.${id}`, `faults.${id}`]) {
      if (path === prefix || path.startsWith(`${prefix}.`)) return true;
    }
  }
  return false;
}

function setsWithout<T extends { readonly set: Entries<unknown> }>(
  entries: Entries<T>,
  gone: ReadonlySet<string>,
): Entries<T> {
  const kept: [string, T][] = [];
  for (const [id, entry] of Object.entries(entries)) {
    const set = without(entry.set, (path) => pathIsInside(path, gone));
    if (Object.keys(set).length > 0) kept.push([id, { ...entry, set }]);
  }
  return Object.fromEntries(kept);
}

function withoutFaults(document: ScenarioDocument, gone: ReadonlySet<string>): ScenarioDocument {
  if (!document.faults) return document;
  const kept: [string, FaultDocument][] = [];
  for (const [id, fault] of Object.entries(document.faults)) {
    const rest = gone.has(`fault:${id}`) ? null : faultWithout(fault, gone);
    if (rest) kept.push([id, rest]);
  }
  return { ...document, faults: Object.fromEntries(kept) };
}

/** Notes go with what they are on; notes of another shape than one by id stay as they are. */
function notesWithout({ notes }: ScenarioDocument, gone: ReadonlySet<string>) {
  if (typeof notes !== "object" || notes === null || Array.isArray(notes)) return {};
  const byId = notes as Readonly<Record<string, Json>>;
  return { notes: without(byId, (id) => gone.has(id)) };
}

function groupsAmong(ids: readonly string[]): readonly string[] {
  return ids.map(groupOfKey).filter((id) => id !== null);
}

/** From the corner of a card to that of the region around it, px. */
const TO_REGION: Point = { x: -20, y: -40 };

/** Places without those of what is gone. A group that is left empty stays where its members were. */
function layoutWithout(
  before: ScenarioDocument,
  after: ScenarioDocument,
  gone: ReadonlySet<string>,
) {
  const { layout } = before;
  if (!layout) return {};
  const kept: Record<string, readonly [number, number]> = {
    // A broker that is drawn open is noted under a key of its own.
    ...without(layout, (id) => gone.has(id.replace(/^open:/, ""))),
  };
  for (const group of Object.keys(after.groups ?? {})) {
    const members = membersOf(before, group);
    if (members.length === 0 || !members.every((id) => gone.has(id))) continue;
    const corners = members.map((id) => layout[id]).filter((at) => at !== undefined);
    if (corners.length === 0) continue;
    const [left, top] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    kept[`group:${group}`] = [Math.min(...left) + TO_REGION.x, Math.min(...top) + TO_REGION.y];
  }
  const isSame =
    Object.keys(kept).length === Object.keys(layout).length &&
    Object.entries(kept).every(([id, at]) => layout[id] === at);
  return { layout: isSame ? layout : kept };
}

/** Those of the groups among the ids that no node shares an id with: a target by it is theirs. */
function targetsOfGroups(document: ScenarioDocument, ids: readonly string[]): readonly string[] {
  return groupsAmong(ids).filter((id) => !(id in document.nodes));
}

/**
 * Removes nodes, edges, `group:ID`s, `note:ID`s and `fault:ID`s, and whatever refers to them by id.
 * What stood in a removed group stays.
 */
export function withoutEntities(
  before: ScenarioDocument,
  ids: readonly string[],
): ScenarioDocument {
  const gone = new Set([...ids, ...targetsOfGroups(before, ids)]);
  const document = withoutGroups(before, new Set(groupsAmong(ids)));
  for (const edgeId of Object.keys(document.edges)) {
    const { from, to } = edgeEnds(edgeId);
    if (gone.has(from) || gone.has(to)) gone.add(edgeId);
  }
  const faultless = withoutFaults(document, gone);
  for (const id of Object.keys(document.faults ?? {})) {
    if (!faultless.faults?.[id]) gone.add(id);
  }
  return {
    ...faultless,
    nodes: without(document.nodes, (id) => gone.has(id)),
    edges: without(document.edges, (id) => gone.has(id)),
    ...layoutWithout(before, document, gone),
    ...notesWithout(document, gone),
    ...(document.changes ? { changes: setsWithout(document.changes, gone) } : {}),
    ...(document.variants ? { variants: setsWithout(document.variants, gone) } : {}),
  };
}
