import { useEffect, useState } from "react";
import { useShallow } from "zustand/react/shallow";
import { resetTogether, setBasesTogether, setTogether } from "../../store/bulk-edits.ts";
import { endGesture, resetParam, setBase } from "../../store/document-actions.ts";
import { lastRecorded, type RecordedValue } from "../../store/recorded-values.ts";
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
  readonly change: RecordedValue | null;
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
  const targets = useTargets(props);
  // Selecting values, neither the clock nor the document: a field is drawn again when its own change.
  const change = useStudio(useShallow(({ document }) => lastRecorded(document.document, path)));
  const changed = useStudio(({ document, run: { status, nowMs, playheadMs } }) => {
    const underWay = status === "running" || (status === "paused" && nowMs > 0);
    return underWay ? changedValue(document.document, path, playheadMs ?? nowMs) : undefined;
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
