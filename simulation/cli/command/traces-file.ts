// `run --traces FILE`: the traces of the run's listed requests in a format of other tools.
import { writeFileSync } from "node:fs";
import { engine } from "../../engine/engine.ts";
import { exportTraces } from "../../interop/traces/trace-formats.ts";
import { TRACE_FORMATS, type TraceFormat } from "../../results/traces.ts";
import type { ResolvedScenario } from "../../scenario/document.ts";
import { type CommandLine, UsageError } from "./options.ts";

export interface TraceOutput {
  readonly file: string;
  readonly format: TraceFormat;
}

/** What the command line says of traces; null: nothing. */
export function traceOutput({ values }: CommandLine): TraceOutput | null {
  const file = values.traces?.at(-1);
  const named = values.format?.at(-1);
  if (file === undefined) {
    if (named !== undefined) throw new UsageError("--format says how --traces FILE is written.");
    return null;
  }
  const format = TRACE_FORMATS.find((known) => known === (named ?? "otlp"));
  if (format === undefined) {
    throw new UsageError(`--format ${named}: must be ${TRACE_FORMATS.join(", ")}.`);
  }
  return { file, format };
}

/** Writes the traces of the run that stands in the engine, or of the first of several. */
export function writeTraces(
  { file, format }: TraceOutput,
  scenario: ResolvedScenario,
  replications: number,
): string {
  if (replications > 1) {
    engine.load(scenario);
    while (engine.run(Infinity, Infinity).kind === "budget");
  }
  const traces = engine.traces(engine.traceList());
  try {
    writeFileSync(file, exportTraces(traces, format));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--traces ${file}: cannot be written (${reason}).`);
  }
  const spans = traces.reduce((sum, trace) => sum + trace.spans.length, 0);
  return `${traces.length} traces (${spans} spans) written to ${file}.\n`;
}
