// Answers questions about traces: keeps one run at hand, simulates the wanted requests' time again, and
// keeps what it has found. Engine and resolver are handed in.
import { exportTraces } from "../../simulation/interop/traces/trace-formats.ts";
import type { CheckpointKeeping } from "../../simulation/results/engine-port.ts";
import { whereTimeWent } from "../../simulation/results/trace-paths.ts";
import type { Trace, TraceFormat, TraceSummary } from "../../simulation/results/traces.ts";
import type { ResolvedScenario, ScenarioDocument } from "../../simulation/scenario/document.ts";
import type { TimeSharesAnswer, TracesAnswer, TracesTextAnswer, TraceWorker } from "./protocol.ts";
import type { Resolution } from "./session.ts";

export interface TraceEngine {
  load(scenario: ResolvedScenario): void;
  keepCheckpoints(keeping: CheckpointKeeping | null): void;
  traces(wanted: readonly TraceSummary[]): readonly Trace[];
}

/** The past of a run stays within reach of a second's work, for at most so much memory. */
const KEEPING: CheckpointKeeping = { everyWindows: 10, maxBytes: 200e6 };

export class TraceDesk implements TraceWorker {
  private readonly engine: TraceEngine;
  private readonly resolve: (document: ScenarioDocument) => Resolution;
  private run = "";
  private readonly found = new Map<string, Trace>();

  constructor(engine: TraceEngine, resolve: (document: ScenarioDocument) => Resolution) {
    this.engine = engine;
    this.resolve = resolve;
  }

  async traces(document: ScenarioDocument, wanted: readonly TraceSummary[]): Promise<TracesAnswer> {
    const resolution = this.resolve(document);
    if (!resolution.ok) return { ok: false, problems: resolution.problems };
    this.begin(resolution.scenario);
    const missing = wanted.filter(({ id }) => !this.found.has(id));
    for (const trace of this.engine.traces(missing)) this.found.set(trace.id, trace);
    const traces = wanted.flatMap((summary): Trace[] => {
      const trace = this.found.get(summary.id);
      // Why it is listed may have changed since.
      return trace === undefined ? [] : [{ ...trace, reasons: summary.reasons }];
    });
    return { ok: true, traces };
  }

  private begin(scenario: ResolvedScenario): void {
    const run = `${scenario.hash} ${scenario.seed}`;
    if (run === this.run) return;
    this.found.clear();
    this.engine.keepCheckpoints(KEEPING);
    this.engine.load(scenario);
    this.run = run;
  }

  async whereTimeWent(
    document: ScenarioDocument,
    wanted: readonly TraceSummary[],
  ): Promise<TimeSharesAnswer> {
    const answer = await this.traces(document, wanted);
    return answer.ok ? { ok: true, shares: whereTimeWent(answer.traces) } : answer;
  }

  async tracesAs(
    document: ScenarioDocument,
    wanted: readonly TraceSummary[],
    format: TraceFormat,
  ): Promise<TracesTextAnswer> {
    const answer = await this.traces(document, wanted);
    return answer.ok ? { ok: true, text: exportTraces(answer.traces, format) } : answer;
  }
}
