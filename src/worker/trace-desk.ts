// Answers questions about traces: keeps one run at hand, simulates the wanted requests' time again, and
// keeps what it has found. Engine and resolver are handed in.
import { exportTraces } from "../../simulation/interop/traces/trace-formats.ts";
import type { CheckpointKeeping } from "../../simulation/results/engine-port.ts";
import type { Trace, TraceFormat, TraceSummary } from "../../simulation/results/traces.ts";
import type { ResolvedScenario, ScenarioDocument } from "../../simulation/scenario/document.ts";
import type { Resolution } from "./session.ts";

export interface TraceEngine {
  load(scenario: ResolvedScenario): void;
  keepCheckpoints(keeping: CheckpointKeeping | null): void;
  traces(wanted: readonly TraceSummary[]): readonly Trace[];
}

/** A second question begins near its requests, for at most so much memory. */
const KEEPING: CheckpointKeeping = { everyWindows: 5, maxBytes: 96e6 };

export class TraceDesk {
  private readonly engine: TraceEngine;
  private readonly resolve: (document: ScenarioDocument) => Resolution;
  private readonly prepare: () => void;
  private run = "";
  private readonly found = new Map<string, Trace>();

  /** `prepare` is called before a run is loaded. */
  constructor(
    engine: TraceEngine,
    resolve: (document: ScenarioDocument) => Resolution,
    prepare: () => void = () => undefined,
  ) {
    this.engine = engine;
    this.resolve = resolve;
    this.prepare = prepare;
  }

  /**
   * Traces of those of the wanted requests that the scenario offers, in the order in which they are
   * wanted. Throws for a document with errors.
   */
  traces(document: ScenarioDocument, wanted: readonly TraceSummary[]): readonly Trace[] {
    const resolution = this.resolve(document);
    if (!resolution.ok) {
      throw new Error(resolution.problems[0]?.message ?? "The scenario has errors.");
    }
    this.begin(resolution.scenario, document);
    const missing = wanted.filter(({ id }) => !this.found.has(id));
    for (const trace of this.engine.traces(missing)) this.found.set(trace.id, trace);
    return wanted.flatMap((summary): Trace[] => {
      const trace = this.found.get(summary.id);
      // Why it is listed may have changed since.
      return trace === undefined ? [] : [{ ...trace, reasons: summary.reasons }];
    });
  }

  private begin(scenario: ResolvedScenario, { changes = {} }: ScenarioDocument): void {
    const run = JSON.stringify([scenario.hash, scenario.seed, changes]);
    if (run === this.run) return;
    this.found.clear();
    this.prepare();
    this.engine.keepCheckpoints(KEEPING);
    this.engine.load(scenario);
    this.run = run;
  }

  /** The same as a file of another tool. */
  textOf(document: ScenarioDocument, wanted: readonly TraceSummary[], format: TraceFormat): string {
    return exportTraces(this.traces(document, wanted), format);
  }
}
