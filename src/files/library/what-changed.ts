// Two versions of a scenario, compared by meaning: "added payment, 2 values of orders".
import type { Json, ScenarioDocument } from "../../../simulation/scenario/document.ts";

type Entities = Readonly<Record<string, unknown>>;

/** So many things are named; the rest is counted. */
const MOST_NAMED = 3;

const SECTIONS = [
  "nodes",
  "edges",
  "groups",
  "faults",
  "changes",
  "slos",
  "alerts",
  "variants",
] as const;
const NOUNS: Readonly<Record<(typeof SECTIONS)[number], string>> = {
  nodes: "",
  edges: "",
  groups: "group ",
  faults: "fault ",
  changes: "live ",
  slos: "goal ",
  alerts: "alert ",
  variants: "variant ",
};
const REST: Readonly<Record<string, string>> = {
  name: "name",
  description: "description",
  run: "run settings",
  layout: "places",
  lesson: "lesson",
  notes: "notes",
  catalog: "catalog",
};

/** Order of keys is the writer's affair. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = definedKeys(a);
  if (keys.length !== definedKeys(b).length) return false;
  return keys.every((key) => isSame((a as Entities)[key], (b as Entities)[key]));
}

function definedKeys(value: object): string[] {
  return Object.keys(value).filter((key) => (value as Entities)[key] !== undefined);
}

/** `orders.replicas` for one value of an entity, `3 values of orders` for more. */
function wordsFor(id: string, before: unknown, after: unknown): string {
  const [a, b] = [(before ?? {}) as Entities, (after ?? {}) as Entities];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const changed = keys.filter((key) => !isSame(a[key], b[key]));
  const [only] = changed;
  return changed.length === 1 && only !== undefined
    ? `${id} ${only}`
    : `${changed.length} values of ${id}`;
}

function listed(verb: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const named = names.slice(0, MOST_NAMED).join(", ");
  const more = names.length - MOST_NAMED;
  return [`${verb} ${named}${more > 0 ? ` and ${more} more` : ""}`];
}

/** Text of an edge's id as people write it. */
function shown(id: string): string {
  return id.replace("->", " → ");
}

/** What `after` has that `before` had not, in a few words; null if they say the same. */
export function whatChanged(before: ScenarioDocument, after: ScenarioDocument): string | null {
  const added: string[] = [];
  const removed: string[] = [];
  const changed: string[] = [];
  for (const section of SECTIONS) {
    const old = (before[section] ?? {}) as Entities;
    const now = (after[section] ?? {}) as Entities;
    const noun = NOUNS[section];
    for (const id of Object.keys(now)) {
      if (!(id in old)) added.push(noun + shown(id));
      else if (!isSame(old[id], now[id]))
        changed.push(wordsFor(noun + shown(id), old[id], now[id]));
    }
    for (const id of Object.keys(old)) if (!(id in now)) removed.push(noun + shown(id));
  }
  const texts = (document: ScenarioDocument) => document as unknown as Record<string, Json>;
  for (const [key, words] of Object.entries(REST)) {
    // Places follow from what was added or removed.
    if (key === "layout" && added.length + removed.length > 0) continue;
    if (!isSame(texts(before)[key], texts(after)[key])) changed.push(words);
  }
  const parts = [
    ...listed("added", added),
    ...listed("removed", removed),
    ...listed("changed", changed),
  ];
  return parts.length === 0 ? null : parts.join("; ");
}
