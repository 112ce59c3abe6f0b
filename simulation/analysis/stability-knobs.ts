// What a stability map turns: the load of every client together, and the size of one fault of the
// file, its length unless told otherwise. Times of the runs follow from the rules of metastability.
import { FAULT_PARAMS, faultOf } from "../faults/catalog.ts";
import type { SourceDescriptor } from "../kinds/descriptors.ts";
import { describeNode } from "../kinds/models.ts";
import type { StabilityAxis, StabilityCell, StabilityMap } from "../results/stability-map.ts";
import type {
  FaultDocument,
  Problem,
  ResolvedScenario,
  ScenarioDocument,
} from "../scenario/document.ts";
import { LIMITS } from "./constants.ts";
import { offeredLoad } from "./offered-load.ts";
import { meanOf, sourceLoad } from "./source-load.ts";

export interface StabilityOptions {
  /** Fault that triggers; default: the first that is on and has an end, else the first that could. */
  readonly trigger?: string;
  /** What is its size: `forS`, or a numeric parameter of the fault. */
  readonly size?: string;
  /** Factors of the present load; default: up to just beyond where the first node saturates. */
  readonly loads?: readonly number[];
  /** In the unit of the size; default: a quarter to four times the present. */
  readonly sizes?: readonly number[];
  /** Runs of each cell. */
  readonly replications?: number;
}

export interface Knobs extends Pick<StabilityMap, "trigger" | "loads" | "sizes" | "presentPerS"> {
  readonly axis: StabilityAxis;
}

export type KnobsResult =
  | { readonly ok: true; readonly knobs: Knobs }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Length of a trigger that has no end in the file, s. */
const LENGTH_S = 10;
/** Longest trigger that is tried by itself, s: longer ones only take time. */
const LENGTH_MAX_S = 600;
const SIZES = [0.25, 0.5, 1, 2, 4];

/** Rows of the map: up to this much beyond saturation, in steps that meet the present load. */
const BEYOND = 1.15;
const STEPS = [0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10];
const ROWS_MAX = 8;

/** To three decimals, so that steps are round numbers. */
function round(value: number): number {
  return Math.floor(value * 1000 + 0.5) / 1000;
}

function refused(message: string, path = ""): KnobsResult {
  return { ok: false, problems: [{ code: "stability", path, message, severity: "error" }] };
}

function isInstant(fault: FaultDocument): boolean {
  return faultOf(fault.kind)?.instant === true;
}

/** One that comes at random has no end after which things could be well again. */
function canTrigger(fault: FaultDocument): boolean {
  return fault.every == null && faultOf(fault.kind) !== undefined;
}

function triggerOf(document: ScenarioDocument, wanted: string | undefined): string | null {
  const faults = document.faults ?? {};
  if (wanted !== undefined) return Object.hasOwn(faults, wanted) ? wanted : null;
  const ids = Object.keys(faults).filter((id) => canTrigger(faults[id]));
  const ends = (id: string): boolean => isInstant(faults[id]) || faults[id].forS != null;
  const isOn = (id: string): boolean => faults[id].enabled !== false;
  return ids.find((id) => isOn(id) && ends(id)) ?? ids.find(ends) ?? ids[0] ?? null;
}

/** A source whose load is not a number that could be multiplied. */
function isFixed({ arrivals, closed, schedule }: SourceDescriptor): boolean {
  return schedule !== undefined || (closed === null && typeof arrivals !== "string");
}

interface Source {
  readonly id: string;
  readonly source: SourceDescriptor;
}

function sourcesOf(scenario: ResolvedScenario): Source[] {
  return scenario.nodes.flatMap((node) => {
    const descriptor = describeNode(node.kind, node);
    return descriptor?.primitive === "source" ? [{ id: node.id, source: descriptor.source }] : [];
  });
}

function loadsFor(scenario: ResolvedScenario): number[] {
  const { headroom } = offeredLoad(scenario);
  const most = BEYOND * Math.min(headroom ?? 2, 100);
  const step = STEPS.find((size) => most / size <= ROWS_MAX) ?? STEPS[STEPS.length - 1];
  // The present load is one of the rows, whatever is too much.
  const rows = Math.max(1 / step, Math.ceil(most / step - 1e-9));
  return Array.from({ length: Math.ceil(rows) }, (_, at) => round(step * (at + 1)));
}

/** Numeric parameters of a kind of fault that can be its size. */
export function sizesOf(kind: string): readonly StabilityAxis["param"][] {
  const definition = faultOf(kind);
  if (definition === undefined) return [];
  const numeric = Object.entries(definition.params).flatMap(([name, { type }]) =>
    type === "number" || type === "ratio" ? [name] : [],
  );
  return definition.instant ? numeric : ["forS", ...numeric];
}

function axisOf(fault: FaultDocument, param: string): StabilityAxis {
  if (param === "forS") {
    const { label, unit } = FAULT_PARAMS.forS;
    return { param, label, unit, present: fault.forS ?? null };
  }
  const definition = faultOf(fault.kind)?.params[param];
  const present = fault[param] ?? definition?.default;
  return {
    param,
    label: definition?.label ?? param,
    unit: definition !== undefined && "unit" in definition ? String(definition.unit) : "",
    present: typeof present === "number" ? present : null,
  };
}

/** Within what the parameter may be. */
function within(fault: FaultDocument, param: string, value: number): boolean {
  if (param === "forS") return value <= LENGTH_MAX_S;
  const definition = faultOf(fault.kind)?.params[param];
  if (definition?.type === "ratio") return value <= 1;
  return definition?.type !== "number" || (value >= definition.min && value <= definition.max);
}

function sizesFor(fault: FaultDocument, { param, present }: StabilityAxis): number[] {
  const middle = present ?? (param === "forS" ? LENGTH_S : 1);
  const sizes = SIZES.map((times) => round(times * middle));
  const possible = sizes.filter((size) => size > 0 && within(fault, param, size));
  return possible.length > 0 ? possible : [middle];
}

export function knobsOf(
  document: ScenarioDocument,
  scenario: ResolvedScenario,
  options: StabilityOptions,
): KnobsResult {
  const id = triggerOf(document, options.trigger);
  if (id === null) {
    return options.trigger === undefined
      ? refused("there is no fault that could be the trigger: add one to the timeline")
      : refused(`there is no fault "${options.trigger}"`, "faults");
  }
  const fault = document.faults?.[id] as FaultDocument;
  if (!canTrigger(fault))
    return refused("a fault that comes at random is no trigger", `faults.${id}`);
  const possible = sizesOf(fault.kind);
  const param = options.size ?? possible[0];
  if (param === undefined || !possible.includes(param)) {
    const names = possible.length > 0 ? possible.join(", ") : "none";
    return refused(`the size of this fault can be one of: ${names}`, `faults.${id}`);
  }
  const sources = sourcesOf(scenario);
  const fixed = sources.find(({ source }) => isFixed(source));
  if (fixed !== undefined) {
    const why = "its arrivals are recorded or drawn from gaps, so its load cannot be multiplied";
    return refused(why, `nodes.${fixed.id}.arrivals`);
  }
  const axis = axisOf(fault, param);
  const rates = sources.map(({ source }) => sourceLoad(source, scenario.durationMs).ratePerS);
  const isOpen = sources.every(({ source }) => source.closed === null);
  const rising = (values: readonly number[]): number[] =>
    [...new Set(values)].sort((a, b) => a - b);
  return {
    ok: true,
    knobs: {
      trigger: { id, name: fault.name ?? faultOf(fault.kind)?.label ?? id, kind: fault.kind },
      axis,
      loads: rising(options.loads ?? loadsFor(scenario)),
      sizes: rising(options.sizes ?? sizesFor(fault, axis)),
      presentPerS: isOpen ? rates.reduce((sum, rate) => sum + rate, 0) : null,
    },
  };
}

/** Undisturbed time before the trigger: enough windows for a baseline, and half as many more. */
function calmS(scenario: ResolvedScenario): number {
  const windowS = Math.max(LIMITS.analysisWindowMs, scenario.windowMs) / 1000;
  return 1.5 * LIMITS.baselineWindows * windowS;
}

/** What makes the document a cell: its load, the trigger alone, and a run just as long as it takes. */
export function setFor(
  document: ScenarioDocument,
  scenario: ResolvedScenario,
  { trigger, axis }: Knobs,
  load: number,
  size: number | null,
): StabilityCell["set"] {
  const set: Record<string, string | number | boolean | null> = {};
  for (const { id, source } of sourcesOf(scenario)) {
    if (source.closed !== null) {
      set[`nodes.${id}.closed.users`] = Math.max(1, Math.floor(source.closed.users * load + 0.5));
      continue;
    }
    const { ratePerS } = sourceLoad(source, scenario.durationMs);
    const each = meanOf(source.batch, "");
    set[`nodes.${id}.ratePerS`] = each > 0 ? round((ratePerS * load) / each) : 0;
    if (source.profile !== null) set[`nodes.${id}.profile`] = null;
  }
  const fault = document.faults?.[trigger.id] as FaultDocument;
  const startS = scenario.warmupMs / 1000 + calmS(scenario);
  const ownS = isInstant(fault) ? 0 : (fault.forS ?? LENGTH_S);
  const forS = size !== null && axis.param === "forS" ? size : ownS;
  for (const id of Object.keys(document.faults ?? {})) {
    set[`faults.${id}.enabled`] = id === trigger.id && size !== null;
  }
  if (size !== null) {
    set[`faults.${trigger.id}.atS`] = startS;
    if (!isInstant(fault)) set[`faults.${trigger.id}.forS`] = forS;
    if ((fault.rampS ?? 0) > forS) set[`faults.${trigger.id}.rampS`] = forS;
    if (axis.param !== "forS") set[`faults.${trigger.id}.${axis.param}`] = size;
  }
  // Windows may begin a little later than the trigger ends.
  const spareS = (2 * Math.max(LIMITS.analysisWindowMs, scenario.windowMs)) / 1000;
  const afterS = LIMITS.metastableAfterS + LIMITS.metastableForS + spareS;
  set["run.durationS"] = round(startS + forS + afterS);
  set["run.drain"] = false;
  return set;
}
