// What a campaign may draw from: kinds of faults that have a target in the drawing, and those targets.
import { faultOf, faults } from "../../simulation/faults/catalog.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { resolveTarget } from "../../simulation/scenario/fault-targets.ts";

export interface Named {
  readonly id: string;
  readonly label: string;
}

export interface Choices {
  readonly kinds: readonly Named[];
  readonly targets: readonly Named[];
}

const known = new WeakMap<ScenarioDocument, Choices>();

/** The choices of a document, made once. */
export function choicesOf(document: ScenarioDocument): Choices {
  const before = known.get(document);
  if (before) return before;
  const all = [
    ...Object.keys(document.nodes),
    ...Object.keys(document.edges),
    ...Object.keys(document.groups ?? {}),
  ];
  const hit = new Set<string>();
  const kinds = Object.keys(faults).filter((kind) => {
    const possible = all.filter((target) => isPossible(document, kind, target));
    for (const target of possible) hit.add(target);
    return possible.length > 0;
  });
  const choices = {
    kinds: kinds
      .map((id) => ({ id, label: faultOf(id)?.label ?? id }))
      .sort((a, b) => a.label.localeCompare(b.label)),
    targets: all
      .filter((target) => hit.has(target))
      .map((id) => ({ id, label: document.nodes[id]?.name ?? id.replace("->", " → ") })),
  };
  known.set(document, choices);
  return choices;
}

function isPossible(document: ScenarioDocument, kind: string, target: string): boolean {
  const definition = faultOf(kind);
  const isGroup = Object.hasOwn(document.groups ?? {}, target);
  if (isGroup && !definition?.targets.includes("group")) return false;
  const result = resolveTarget(document, { kind, target }, target);
  return result.ok && result.targets.length > 0;
}
