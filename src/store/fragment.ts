// A part of a drawing as a scenario of its own: what is copied, and how it comes into a document.
import {
  CATALOG,
  type FaultDocument,
  FORMAT,
  type Json,
  type ScenarioDocument,
} from "../../simulation/scenario/document.ts";
import {
  groupsNamedBy,
  membersOf,
  parentOf,
  withOuter,
} from "../../simulation/scenario/group-members.ts";
import { edgeEnds, freeId, type Point } from "./graph-edits.ts";
import { freeGroupId } from "./group-edits.ts";
import { groupKey, groupOfKey } from "./group-membership.ts";
import { freeNoteKey, isNoteKey, mayWriteNotes, notesOf } from "./note-edits.ts";

export type Places = Readonly<Record<string, Point>>;

function only<T>(
  entries: Readonly<Record<string, T>>,
  keep: (id: string) => boolean,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(entries).filter(([id]) => keep(id)));
}

function targetsOf(fault: FaultDocument): readonly string[] {
  return [fault.target].flat().map((target) => target.split("[")[0] ?? target);
}

/** Groups that are copied as a whole: chosen themselves, or by all of their members (two or more). */
function wholeGroups(
  document: ScenarioDocument,
  chosen: ReadonlySet<string>,
  nodes: ReadonlySet<string>,
): ReadonlySet<string> {
  const isWhole = (id: string): boolean => {
    if (withOuter(document, id).some((outer) => chosen.has(groupKey(outer)))) return true;
    const members = membersOf(document, id);
    return members.length > 1 && members.every((member) => nodes.has(member));
  };
  return new Set(Object.keys(document.groups ?? {}).filter(isWhole));
}

/**
 * The chosen nodes, groups (with all that is in them) and notes, the edges among the nodes, and the
 * faults that hit nothing else. A group that stands in the fragment's `layout` is copied as a whole;
 * others are there because members name them. `places` are those of nodes that the file gives none.
 */
export function fragmentOf(
  document: ScenarioDocument,
  ids: readonly string[],
  places: Places = {},
): ScenarioDocument {
  const chosen = new Set(ids);
  const inGroups = ids.flatMap((id) => {
    const group = groupOfKey(id);
    return group === null ? [] : membersOf(document, group);
  });
  const nodes = new Set([...ids.filter((id) => id in document.nodes), ...inGroups]);
  const whole = wholeGroups(document, chosen, nodes);
  const named = [...nodes].flatMap((id) => groupsNamedBy(document.nodes[id]));
  const around = [...named, ...whole].flatMap((group) => withOuter(document, group));
  const groups = new Set(around);
  const edges = only(document.edges, (id) => {
    const { from, to } = edgeEnds(id);
    return nodes.has(from) && nodes.has(to);
  });
  const isCopied = (id: string) => nodes.has(id) || id in edges || whole.has(id);
  const faults = Object.entries(document.faults ?? {}).filter(([, fault]) =>
    targetsOf(fault).every(isCopied),
  );
  const hasNote = (id: string) =>
    nodes.has(id) || id in edges || chosen.has(id) || whole.has(groupOfKey(id) ?? "");
  const notes = only(notesOf(document), hasNote);
  const layout: Record<string, readonly [number, number]> = {};
  for (const key of [...nodes, ...[...whole].map(groupKey), ...ids.filter(isNoteKey)]) {
    const own = document.layout?.[key];
    const at = places[key];
    if (own) layout[key] = own;
    else if (at) layout[key] = [at.x, at.y];
    else if (groupOfKey(key) !== null) layout[key] = [0, 0];
  }
  return {
    format: FORMAT,
    catalog: CATALOG,
    name: `Part of ${document.name}`,
    run: {},
    nodes: only(document.nodes, (id) => nodes.has(id)),
    edges,
    ...(groups.size > 0 ? { groups: only(document.groups ?? {}, (id) => groups.has(id)) } : {}),
    ...(faults.length > 0 ? { faults: Object.fromEntries(faults) } : {}),
    layout,
    ...(Object.keys(notes).length > 0 ? { notes } : {}),
  };
}

/** Whether there is anything in it to paste. */
export function isEmptyFragment({ nodes, layout = {}, notes = {} }: ScenarioDocument): boolean {
  const hasGroup = Object.keys(layout).some((key) => groupOfKey(key) !== null);
  const hasNote = Object.keys(notes as object).some(isNoteKey);
  return Object.keys(nodes).length === 0 && !hasGroup && !hasNote;
}

export interface Pasted {
  readonly document: ScenarioDocument;
  /** Ids of the new nodes, keys of the new groups (but for those in new ones) and notes. */
  readonly ids: readonly string[];
}

/** New names for what comes in; a group that is not copied as a whole and exists already keeps its own. */
interface Names {
  readonly nodes: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, string>;
  readonly edges: ReadonlyMap<string, string>;
}

function withoutNumber(id: string): string {
  return id.replace(/-\d+$/, "");
}

function namesFor(document: ScenarioDocument, fragment: ScenarioDocument): Names {
  const nodes = new Map<string, string>();
  const groups = new Map<string, string>();
  const edges = new Map<string, string>();
  const taken: Record<string, unknown> = { ...document.nodes };
  for (const id of Object.keys(fragment.nodes)) {
    const name = freeId(taken, withoutNumber(id));
    taken[name] = true;
    nodes.set(id, name);
  }
  let known: ScenarioDocument = { ...document, nodes: { ...document.nodes, ...fragment.nodes } };
  for (const name of nodes.values()) {
    known = { ...known, nodes: { ...known.nodes, [name]: { kind: "service" } } };
  }
  for (const [id, group] of Object.entries(fragment.groups ?? {})) {
    const isWhole = fragment.layout?.[groupKey(id)] !== undefined;
    const joins = !isWhole && document.groups?.[id]?.kind === group.kind;
    const name = joins ? id : freeGroupId(known, withoutNumber(id));
    known = { ...known, groups: { ...known.groups, [name]: group } };
    groups.set(id, name);
  }
  for (const id of Object.keys(fragment.edges)) {
    const { from, to } = edgeEnds(id);
    const number = id.split("#")[1];
    const name = `${nodes.get(from)}->${nodes.get(to)}`;
    edges.set(id, number ? `${name}#${number}` : name);
  }
  return { nodes, groups, edges };
}

/** The target of a fault in new names, with its instances: `orders[2]`. */
function renamedTarget(target: string, { nodes, groups, edges }: Names): string {
  const [id = "", rest] = target.split("[");
  const name = nodes.get(id) ?? edges.get(id) ?? groups.get(id) ?? id;
  return rest === undefined ? name : `${name}[${rest}`;
}

/** Faults come along, but for those that the document has already: a copy doubles no failure. */
function withFaults(
  document: ScenarioDocument,
  fragment: ScenarioDocument,
  names: Names,
): ScenarioDocument {
  const faults: Record<string, FaultDocument> = { ...document.faults };
  for (const [id, fault] of Object.entries(fragment.faults ?? {})) {
    if (JSON.stringify(document.faults?.[id]) === JSON.stringify(fault)) continue;
    const targets = [fault.target].flat().map((target) => renamedTarget(target, names));
    const target = typeof fault.target === "string" ? String(targets[0]) : targets;
    faults[freeId(faults, withoutNumber(id))] = { ...fault, target };
  }
  return Object.keys(faults).length === 0 ? document : { ...document, faults };
}

type Layout = Record<string, readonly [number, number]>;

/** Notes and places in new names, `shift` further. */
function withNotesAndPlaces(
  document: ScenarioDocument,
  fragment: ScenarioDocument,
  names: Names,
  shift: Point,
): { readonly document: ScenarioDocument; readonly noteKeys: readonly string[] } {
  const layout: Layout = { ...document.layout };
  const noteKeys: string[] = [];
  let next = document;
  const newKey = (id: string): string | undefined => {
    const group = groupOfKey(id);
    if (group !== null) return groupKey(names.groups.get(group) ?? group);
    return names.nodes.get(id) ?? names.edges.get(id);
  };
  const place = (key: string, id: string): void => {
    const at = fragment.layout?.[id];
    if (at) layout[key] = [at[0] + shift.x, at[1] + shift.y];
  };
  for (const id of Object.keys(fragment.layout ?? {})) {
    const group = groupOfKey(id);
    // Only a group that nothing is in needs a place.
    const needsNone = group !== null && membersOf(fragment, group).length > 0;
    const key = isNoteKey(id) || needsNone ? undefined : newKey(id);
    if (key !== undefined) place(key, id);
  }
  for (const [id, text] of Object.entries(mayWriteNotes(document) ? notesOf(fragment) : {})) {
    const key = isNoteKey(id) ? freeNoteKey({ ...next, layout }) : newKey(id);
    if (key === undefined) continue;
    if (isNoteKey(id)) {
      noteKeys.push(key);
      place(key, id);
    }
    next = { ...next, notes: { ...(next.notes as Record<string, Json> | undefined), [key]: text } };
  }
  return { document: { ...next, layout }, noteKeys };
}

/** The document with a copy of the fragment, `shift` away from where it was; taken ids get a number. */
export function withFragment(
  document: ScenarioDocument,
  fragment: ScenarioDocument,
  shift: Point,
): Pasted {
  const names = namesFor(document, fragment);
  const nodes = { ...document.nodes };
  for (const [id, node] of Object.entries(fragment.nodes)) {
    const own = groupsNamedBy(node).map((group) => names.groups.get(group) ?? group);
    const [first] = own;
    const named = first === undefined ? {} : { in: typeof node.in === "string" ? first : own };
    nodes[names.nodes.get(id) ?? id] = { ...node, ...named };
  }
  const edges = { ...document.edges };
  for (const [id, edge] of Object.entries(fragment.edges)) edges[names.edges.get(id) ?? id] = edge;
  const groups = { ...document.groups };
  for (const [id, group] of Object.entries(fragment.groups ?? {})) {
    const name = names.groups.get(id) ?? id;
    const outer = parentOf(fragment, id);
    if (name in groups) continue;
    const around = outer === undefined ? {} : { in: names.groups.get(outer) ?? outer };
    groups[name] = { ...group, ...around };
  }
  const drawn = {
    ...document,
    nodes,
    edges,
    ...(Object.keys(groups).length > 0 ? { groups } : {}),
  };
  const noted = withNotesAndPlaces(withFaults(drawn, fragment, names), fragment, names, shift);
  const whole = Object.keys(fragment.groups ?? {}).filter(
    (id) => fragment.layout?.[groupKey(id)] !== undefined && parentOf(fragment, id) === undefined,
  );
  const groupKeys = whole.map((id) => groupKey(names.groups.get(id) ?? id));
  return {
    document: noted.document,
    ids: [...names.nodes.values(), ...groupKeys, ...noted.noteKeys],
  };
}
