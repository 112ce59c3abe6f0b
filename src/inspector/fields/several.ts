// Several things selected: a field stands for the same parameter on all of them.
import { createContext, useContext } from "react";
import type { Problem, ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { useProblems } from "../../store/hooks.ts";
import { changedValue, isUnderWay } from "../../store/run-actions.ts";
import { valueAtPath } from "../../store/scenario-port.ts";
import { studio, useStudio } from "../../store/studio-store.ts";
import { type Fallback, type FieldProps, isRecord, sameValue } from "./field-model.ts";

export interface Entity {
  /** `nodes.orders`, `edges.orders->payment`. */
  readonly path: string;
  /** What holds for a parameter without an explicit value. */
  readonly fallbackOf: (name: string) => Fallback;
}

/** The selected entities, the one whose values the fields are given first; null: just one. */
export const SeveralContext = createContext<readonly Entity[] | null>(null);

export interface Target {
  readonly path: string;
  readonly value: unknown;
  readonly fallback: unknown;
}

function inForce(document: ScenarioDocument, path: string): unknown {
  const { nowMs, playheadMs } = studio.getState().run;
  const changed = isUnderWay() ? changedValue(document, path, playheadMs ?? nowMs) : undefined;
  return changed ?? valueAtPath(document, path);
}

/** Whether the group that a nested field stands in is on. */
function isOn(document: ScenarioDocument, entity: Entity, name: string): boolean {
  const value = inForce(document, `${entity.path}.${name}`) ?? entity.fallbackOf(name).value;
  return isRecord(value);
}

/**
 * The same parameter on every selected thing; null where one is selected. A field within a policy
 * stands for those things on which the policy is on.
 */
export function useTargets({ path, fallback }: FieldProps): readonly Target[] | null {
  const several = useContext(SeveralContext);
  // Where one thing is selected a field does not follow the whole document.
  const document = useStudio((state) => (several ? state.document.document : null));
  const [first] = several ?? [];
  if (!several || !document || !first || !path.startsWith(`${first.path}.`)) return null;
  const rest = path.slice(first.path.length + 1);
  const [name = ""] = rest.split(".");
  const isNested = name !== rest;
  return several
    .filter((entity) => !isNested || isOn(document, entity, name))
    .map((entity) => {
      const own = isNested ? fallback.value : entity.fallbackOf(name).value;
      const at = `${entity.path}.${rest}`;
      const value = inForce(document, at);
      return { path: at, value: value === undefined ? own : value, fallback: own };
    });
}

export function areMixed(targets: readonly Target[]): boolean {
  const [first] = targets;
  return targets.some(({ value }) => !sameValue(value, first?.value));
}

/** Problems of a field; of several things each says whose it is. */
export function useFieldProblems(path: string): readonly Problem[] {
  const several = useContext(SeveralContext);
  const own = useProblems(path);
  const all = useProblems();
  const [first] = several ?? [];
  if (!several || !first || !path.startsWith(`${first.path}.`)) return own;
  const rest = path.slice(first.path.length);
  return several.flatMap((entity) => {
    const at = `${entity.path}${rest}`;
    const id = entity.path.slice(entity.path.indexOf(".") + 1);
    return all
      .filter((problem) => problem.path === at || problem.path.startsWith(`${at}.`))
      .map((problem) => ({ ...problem, message: `${id}: ${problem.message}` }));
  });
}
