// Runs a document in process, for tests of the engine.
import { createHash } from "node:crypto";
import { createEngine, engine } from "../../simulation/engine/engine.ts";
import type { EngineTotals } from "../../simulation/results/engine-port.ts";
import type {
  EdgeResult,
  EndToEndResult,
  NodeResult,
} from "../../simulation/results/run-result.ts";
import type {
  EdgeDocument,
  FaultDocument,
  NodeDocument,
  ResolvedScenario,
  RunSettings,
  ScenarioDocument,
} from "../../simulation/scenario/document.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";

/** The plain heap keeps all events: the reference for the bucket list. */
const heapEngine = createEngine({ heapOnly: true });

export interface SimulateOptions {
  readonly seed?: number;
  /** Events per slice; default: all at once. */
  readonly slice?: number;
  readonly heapOnly?: boolean;
}

export function resolved(document: ScenarioDocument): ResolvedScenario {
  const result = resolveScenario(document);
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 1));
  return result.scenario;
}

/** Runs to the end and leaves the engine there; returns which engine that is. */
export function run(document: ScenarioDocument, options: SimulateOptions = {}): typeof engine {
  const under = options.heapOnly ? heapEngine : engine;
  under.load(resolved(document), options.seed);
  for (;;) {
    const stop = under.run(Infinity, options.slice ?? Infinity);
    if (stop.kind === "end" || stop.kind === "cap") return under;
  }
}

/** Totals at the end of the run. */
export function simulate(document: ScenarioDocument, options: SimulateOptions = {}): EngineTotals {
  return run(document, options).totals();
}

/**
 * Hash of what was simulated, apart from the scenario that led to it: unlike the digest it changes
 * only if a counter, a time or the course of a series does.
 */
export function fingerprint(document: ScenarioDocument): string {
  const under = run(document);
  const { events, simulatedS, endToEnd, nodes, edges } = under.totals();
  const simulated = { events, simulatedS, endToEnd, nodes, edges };
  // What is only recorded where a run asks for it is no part of what was simulated.
  const text = JSON.stringify(simulated, (name, value: unknown) =>
    ["instanceLoad", "operations", "messages"].includes(name) ? undefined : value,
  );
  return createHash("sha256").update(text).update(under.rows(0)).digest("hex");
}

/** One column of the series of a run, window by window. */
export function columnOf(under: typeof engine, column: number): number[] {
  const rows = under.rows(0);
  const windows = under.windowCount();
  const length = rows.length / windows;
  return Array.from({ length: windows }, (_, row) => rows[row * length + column] ?? Number.NaN);
}

export interface Sketch {
  readonly run?: RunSettings;
  readonly nodes: Readonly<Record<string, object>>;
  /** Without network delay unless they say so. */
  readonly edges: Readonly<Record<string, object>>;
  readonly faults?: Readonly<Record<string, FaultDocument>>;
}

/** A document of 10 s without warm-up; nodes without a kind are services without service time. */
export function sketch({ run, nodes, edges, faults }: Sketch): ScenarioDocument {
  const service = { kind: "service", serviceTime: 0 };
  const entries = Object.entries(nodes).map(([id, node]): [string, NodeDocument] => [
    id,
    { ...("kind" in node ? {} : service), ...node } as NodeDocument,
  ]);
  const links = Object.entries(edges).map(([id, edge]): [string, EdgeDocument] => [
    id,
    { networkMs: 0, ...edge } as EdgeDocument,
  ]);
  return {
    format: 1,
    catalog: "2026-11",
    name: "sketch",
    run: { durationS: 10, ...run },
    nodes: Object.fromEntries(entries),
    edges: Object.fromEntries(links),
    ...(faults ? { faults } : {}),
  };
}

/** A source of one request, at time 0. */
export const ONCE = { kind: "client", arrivals: "constant", offsetMs: 0, ratePerS: 0.001 } as const;

/** A source with a request every `everyMs`, the first at `offsetMs`. */
export function metronome(everyMs: number, offsetMs: number): Record<string, unknown> {
  return { kind: "client", arrivals: "constant", ratePerS: 1000 / everyMs, offsetMs };
}

export function allOf(totals: EngineTotals): EndToEndResult {
  const all = totals.endToEnd.all;
  if (!all) throw new Error("no end-to-end results");
  return all;
}

export function nodeOf(totals: EngineTotals, id: string): NodeResult {
  const node = totals.nodes[id];
  if (!node) throw new Error(`no node ${id}`);
  return node;
}

export function edgeOf(totals: EngineTotals, id: string): EdgeResult {
  const edge = totals.edges[id];
  if (!edge) throw new Error(`no edge ${id}`);
  return edge;
}
