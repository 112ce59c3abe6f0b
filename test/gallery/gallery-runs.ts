// Runs files of the gallery, with a fault switched on or as one of their variants.
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type {
  BrokerResult,
  EdgeResult,
  EndToEndResult,
  NodeResult,
  RunResult,
} from "../../simulation/results/run-result.ts";
import {
  type NodeColumn,
  nodeColumn,
  rowLengthOf,
  type SeriesLayout,
  type TypeColumn,
  typeColumn,
} from "../../simulation/results/series.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { applySet, applyVariant } from "../../simulation/scenario/variants.ts";
import { resolved } from "../support/simulate.ts";
import { galleryDocument } from "./gallery-files.ts";

/** A whole run of a loaded machine; alone it takes a second or two. */
export const RUN_TIMEOUT_MS = 120_000;

export interface GalleryRunOptions {
  /** One fault, or several. */
  readonly fault?: string | readonly string[];
  readonly variant?: string;
  readonly durationS?: number;
}

export interface GalleryRun {
  readonly result: RunResult;
  /** Totals of a request type, a node, an edge; throws for an unknown id. */
  requests(type: string): EndToEndResult;
  at(node: string): NodeResult;
  on(edge: string): EdgeResult;
  /** Values of a node's column in the windows that end in (fromS, toS]. */
  node(id: string, column: NodeColumn, fromS: number, toS: number): number[];
  /** The same of a request type. */
  type(id: string, column: TypeColumn, fromS: number, toS: number): number[];
}

export function galleryVariant(file: string, options: GalleryRunOptions): ScenarioDocument {
  const { fault, variant, durationS } = options;
  let document = galleryDocument(file);
  if (variant !== undefined) {
    const applied = applyVariant(document, variant);
    if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
    document = applied.document;
  }
  const applied = applySet(document, {
    ...Object.fromEntries([fault ?? []].flat().map((id) => [`faults.${id}.enabled`, true])),
    ...(durationS === undefined ? {} : { "run.durationS": durationS }),
  });
  if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
  return applied.document;
}

const runs = new Map<string, GalleryRun>();

/** The same run is made once. */
export function runGallery(file: string, options: GalleryRunOptions = {}): GalleryRun {
  const key = JSON.stringify([file, options.fault, options.variant, options.durationS]);
  const known = runs.get(key);
  if (known !== undefined) return known;
  const result = runScenario(resolved(galleryVariant(file, options)), {}, engine);
  const run = seriesOf(result, engine.layout(), engine.rows(0));
  runs.set(key, run);
  return run;
}

function seriesOf(result: RunResult, layout: SeriesLayout, rows: Float64Array): GalleryRun {
  const length = rowLengthOf(layout);
  const between = (offset: number, fromS: number, toS: number): number[] => {
    const values: number[] = [];
    for (let row = 0; row < rows.length; row += length) {
      const endS = Number(rows[row]) / 1000;
      if (endS > fromS && endS <= toS) values.push(Number(rows[row + offset]));
    }
    return values;
  };
  return {
    result,
    requests: (type) => known(result.endToEnd, type),
    at: (node) => known(result.nodes, node),
    on: (edge) => known(result.edges, edge),
    node: (id, column, fromS, toS) =>
      between(nodeColumn(layout, layout.nodeIds.indexOf(id), column), fromS, toS),
    type: (id, column, fromS, toS) =>
      between(typeColumn(layout.typeIds.indexOf(id), column), fromS, toS),
  };
}

function known<Entry>(entries: Readonly<Record<string, Entry>>, id: string): Entry {
  const entry = entries[id];
  if (entry === undefined) throw new Error(`the result has no ${id}`);
  return entry;
}

/** A queue or group of a broker; throws if it has none of this name. */
export function queueOf(run: GalleryRun, broker: string, name: string): BrokerResult {
  return known(run.at(broker).queues ?? {}, name);
}

/** Plays a scenario with a fault and as a variant. */
export function player(name: string) {
  return (fault?: string, variant?: string): GalleryRun => {
    const options: GalleryRunOptions = {
      ...(fault === undefined ? {} : { fault }),
      ...(variant === undefined ? {} : { variant }),
    };
    return runGallery(`${name}.brownout.json`, options);
  };
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

export function failuresOf(failed: Readonly<Record<string, number>>): number {
  return sumOf(Object.values(failed));
}
