// What the trigger of a stability map can be: faults of the document, and what of each is its size.
import { FAULT_PARAMS, faultOf } from "../../../simulation/faults/catalog.ts";
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { faultTitle } from "../../store/fault-title.ts";

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Faults that come once; those that come at random have no end to recover from. */
export function triggersOf({ faults = {} }: ScenarioDocument): readonly Choice[] {
  return Object.entries(faults)
    .filter(([, fault]) => fault.every == null && faultOf(fault.kind) !== undefined)
    .map(([id, fault]) => ({ value: id, label: faultTitle(id, fault) }));
}

/** Its length, and its numbers. */
export function sizesOf(kind: string | undefined): readonly Choice[] {
  const definition = kind === undefined ? undefined : faultOf(kind);
  if (definition === undefined) return [];
  const numeric = Object.entries(definition.params).flatMap(([value, { type, label }]) =>
    type === "number" || type === "ratio" ? [{ value, label }] : [],
  );
  if (definition.instant) return numeric;
  return [{ value: "forS", label: FAULT_PARAMS.forS.label }, ...numeric];
}
