// Variants of a file: other values for some paths, to be taken over as one edit.
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edit } from "./document-actions.ts";
import { applySet, valueAtPath } from "./scenario-port.ts";
import { studio } from "./studio-store.ts";

export function variantTitle(id: string, document: ScenarioDocument): string {
  return document.variants?.[id]?.name ?? id;
}

function sameValue(a: Json | undefined, b: Json): boolean {
  // An entity that a variant removes with null is simply not there afterwards.
  return (a ?? null) === b || JSON.stringify(a ?? null) === JSON.stringify(b);
}

/** Every value of the variant stands in the document already. */
export function isVariantInForce(document: ScenarioDocument, id: string): boolean {
  const set = document.variants?.[id]?.set;
  if (!set) return false;
  return Object.entries(set).every(([path, value]) =>
    sameValue(valueAtPath(document, path), value),
  );
}

/** Takes the values of a variant over, as one step; gives the reason if they do not fit any more. */
export function takeVariant(id: string): string | null {
  const { document } = studio.getState().document;
  const variant = document.variants?.[id];
  if (!variant) return `There is no variant "${id}".`;
  const result = applySet(document, variant.set);
  if (!result.ok) return result.problems[0]?.message ?? "The variant does not fit.";
  edit(`take "${variantTitle(id, document)}"`, () => result.document);
  return null;
}
