import { useEffect, useMemo, useState } from "react";
import type { Json } from "../../../simulation/scenario/document.ts";
import { resetTogether, setBasesTogether, setTogether } from "../../store/bulk-edits.ts";
import { endGesture, resetParam, setBase } from "../../store/document-actions.ts";
import { useDocument } from "../../store/hooks.ts";
import { changedValue, isUnderWay, keepAsBase, setParam } from "../../store/run-actions.ts";
import { useStudio } from "../../store/studio-store.ts";
import { asJson, type FieldProps, sameValue } from "./field-model.ts";
import { areMixed, type Target, useTargets } from "./several.ts";

export interface ParamAccess {
  /** What holds now: a change made while the run goes on, the explicit value, or the fallback. */
  readonly value: unknown;
  readonly offDefault: boolean;
  /** Several things are selected and have different values; `value` is the first one's. */
  readonly mixed: boolean;
  /** The last change recorded while a run went on, if there is one. */
  readonly change: { readonly atMs: number; readonly value: Json } | null;
  readonly set: (value: unknown) => void;
  /** Writes the file's value even while a run goes on. */
  readonly setBase: (value: unknown) => void;
  /** Ends a gesture (slider released, field left), so that the next one is a new undo step. */
  readonly end: () => void;
  readonly reset: () => void;
  readonly keep: () => void;
}

/** Reading and writing of one parameter. */
export function useParam(props: FieldProps): ParamAccess {
  const { path, value: explicit, fallback } = props;
  const document = useDocument();
  const targets = useTargets(props);
  const change = useMemo(() => lastChange(document, path), [document, path]);
  // Selecting the value and not the clock: a field is drawn again only when its value changes.
  const changed = useStudio(({ run: { status, nowMs, playheadMs } }) => {
    const underWay = status === "running" || (status === "paused" && nowMs > 0);
    return change && underWay ? changedValue(document, path, playheadMs ?? nowMs) : undefined;
  });
  const inForce = changed ?? (explicit === undefined ? fallback.value : explicit);
  const [asked, ask] = useAsked(inForce);
  const value = asked === undefined ? inForce : asked;
  if (targets) return togetherAccess(targets, value, asked !== undefined, ask);
  return {
    value,
    offDefault: !sameValue(value, fallback.value),
    mixed: false,
    change,
    set: (next) => {
      if (isUnderWay()) ask(next);
      void setParam(path, asJson(next));
    },
    setBase: (next) => setBase(path, asJson(next)),
    end: endGesture,
    reset: () => {
      if (isUnderWay()) void setParam(path, asJson(fallback.value));
      else resetParam(path);
    },
    keep: () => {
      if (change) keepAsBase(path, change.value);
    },
  };
}

/** One parameter of several things: what is set is set on all of them, as one step. */
function togetherAccess(
  targets: readonly Target[],
  value: unknown,
  isAsked: boolean,
  ask: (value: unknown) => void,
): ParamAccess {
  const [first] = targets;
  return {
    value,
    offDefault: targets.some((target) => !sameValue(target.value, target.fallback)),
    mixed: !isAsked && areMixed(targets),
    change: null,
    set: (next) => {
      if (isUnderWay()) ask(next);
      void setTogether(Object.fromEntries(targets.map(({ path }) => [path, asJson(next)])));
    },
    setBase: (next) =>
      setBasesTogether(Object.fromEntries(targets.map((target) => [target.path, asJson(next)]))),
    end: endGesture,
    reset: () => void resetTogether(targets, `${first?.path ?? ""} and others`),
    keep: () => undefined,
  };
}

/** The worker answers a change within this time or it was refused, ms. */
const ANSWER_MS = 1500;

/**
 * What was asked of a run that goes on, until it is in force: without it a slider would jump back for
 * as long as the worker takes to answer.
 */
function useAsked(inForce: unknown): [unknown, (value: unknown) => void] {
  const [asked, setAsked] = useState<unknown>(undefined);
  const settled = asked !== undefined && sameValue(asked, inForce);
  useEffect(() => {
    if (asked === undefined) return;
    const timer = setTimeout(() => setAsked(undefined), settled ? 0 : ANSWER_MS);
    return () => clearTimeout(timer);
  }, [asked, settled]);
  return [asked, setAsked];
}

function lastChange(document: ReturnType<typeof useDocument>, path: string) {
  let last: { readonly atMs: number; readonly value: Json } | null = null;
  for (const { atMs, set } of Object.values(document.changes ?? {})) {
    const value = set[path];
    if (value !== undefined && (!last || atMs >= last.atMs)) last = { atMs, value };
  }
  return last;
}
