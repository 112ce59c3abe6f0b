// `brownout run FILE`: runs a scenario and prints what came of it.
import { couplingOf } from "../../analysis/coupling.ts";
import { type Engine, runScenario } from "../../analysis/run-scenario.ts";
import { SeriesMeans } from "../../analysis/series-means.ts";
import { adviseWarmup } from "../../analysis/warm-up.ts";
import { engine } from "../../engine/engine.ts";
import type { RunResult, WarmupAdvice } from "../../results/run-result.ts";
import type { ResolvedScenario } from "../../scenario/document.ts";
import { resolveScenario } from "../../scenario/resolve.ts";
import { csvOfResult, csvOfSeries } from "./csv.ts";
import {
  type CommandLine,
  numberOption,
  type OptionSpecs,
  parseCommandLine,
  UsageError,
} from "./options.ts";
import { loadScenarioFile, parseReference, problemLine, type Setting } from "./scenario-file.ts";
import { seriesOf } from "./series.ts";
import { markdownSummary, textSummary } from "./summary.ts";
import { EXIT_BAD_INPUT, EXIT_OK, Progress, type Terminal } from "./terminal.ts";
import { type TraceOutput, traceOutput, writeTraces } from "./traces-file.ts";

export const RUN_OPTIONS: OptionSpecs = {
  seed: { value: "N", help: "Seed of the first replication (default: the file's)" },
  duration: { value: "S", help: "Simulated seconds (default: the file's)" },
  warmup: {
    value: "S|auto",
    help: "Seconds at the start left out of the totals; auto: by MSER-5 over pilot runs",
  },
  replications: { value: "N", help: "Independent runs with seeds N, N + 1, ..., with intervals" },
  strict: { help: "An objective is met only if its whole 95 % interval meets it" },
  "time-limit": { value: "S", help: "Ends the run early after this many seconds of wall time" },
  set: { value: "PATH=VALUE", help: "Sets a field of the file; may be repeated", repeatable: true },
  detail: { help: "Add results per operation of a node and the load of each instance" },
  json: { help: "Print the result as JSON" },
  csv: { help: "Print the result as CSV, with --series one line per window" },
  md: { help: "Print the summary as Markdown" },
  traces: { value: "FILE", help: "Write traces: a sample, the slowest and the first failures" },
  format: { value: "FORMAT", help: "Of the traces: otlp (default), jaeger or zipkin, all JSON" },
  series: { help: "Add the windowed series, means over replications (with --json or --csv)" },
};

const REPLICATIONS_MAX = 100_000;

export function settingOf(text: string): Setting {
  const at = text.indexOf("=");
  if (at > 0) return { path: text.slice(0, at), value: text.slice(at + 1) };
  const hint = text.endsWith("-") ? ' The shell took ">": quote the path or write a:b.' : "";
  throw new UsageError(`--set ${text}: must be PATH=VALUE.${hint}`);
}

const NOT_NEGATIVE = { least: 0, integer: false } as const;

/** The warm-up is to be found by pilot runs. */
function isAuto({ values }: CommandLine): boolean {
  return values.warmup?.at(-1) === "auto";
}

/** Values of `run` that have an option of their own, then what --set says. */
function settingsOf(line: CommandLine): readonly Setting[] {
  const settings: Setting[] = [];
  const duration = numberOption(line, "duration", { least: 0.001, integer: false });
  if (duration !== undefined) settings.push({ path: "run.durationS", value: String(duration) });
  const warmup = isAuto(line) ? undefined : numberOption(line, "warmup", NOT_NEGATIVE);
  if (warmup !== undefined) settings.push({ path: "run.warmupS", value: String(warmup) });
  const seed = numberOption(line, "seed", { least: 0, integer: true });
  if (seed !== undefined) settings.push({ path: "run.seed", value: String(seed) });
  if (line.values.detail !== undefined) settings.push({ path: "run.detail", value: "true" });
  return [...settings, ...(line.values.set ?? []).map(settingOf)];
}

interface Request {
  readonly file: string;
  readonly settings: readonly Setting[];
  readonly replications: number;
  /** Find the warm-up by pilot runs. */
  readonly autoWarmup: boolean;
  readonly strict: boolean;
  /** Wall time, s; Infinity: no limit. */
  readonly limitS: number;
  readonly format: "text" | "json" | "csv" | "md";
  readonly series: boolean;
  readonly traces: TraceOutput | null;
}

function requestOf(line: CommandLine): Request {
  const [file, ...more] = line.positionals;
  if (file === undefined) throw new UsageError("Name a scenario file.");
  if (more.length > 0) throw new UsageError(`One file at a time; unexpected: ${more.join(" ")}`);
  const formats = (["json", "csv", "md"] as const).filter((name) => line.values[name]);
  if (formats.length > 1) throw new UsageError(`Choose one of --${formats.join(" and --")}.`);
  const format = formats[0] ?? "text";
  const replications = numberOption(line, "replications", { least: 1, integer: true }) ?? 1;
  if (replications > REPLICATIONS_MAX) {
    throw new UsageError(`--replications: at most ${REPLICATIONS_MAX}.`);
  }
  const series = line.values.series !== undefined;
  if (series && (format === "text" || format === "md")) {
    throw new UsageError("--series needs --json or --csv.");
  }
  const limitS = numberOption(line, "time-limit", NOT_NEGATIVE) ?? Infinity;
  const settings = settingsOf(line);
  const strict = line.values.strict !== undefined;
  const autoWarmup = isAuto(line);
  const traces = traceOutput(line);
  return { file, settings, replications, autoWarmup, strict, limitS, format, series, traces };
}

/** The engine, telling how far it has come and ended when its time is over. */
function watched(
  scenario: ResolvedScenario,
  replications: number,
  progress: Progress,
  isOver: () => boolean,
): Engine {
  let started = 0;
  return {
    load: (loaded, seed) => {
      // The undisturbed run for the baseline is not one of the replications.
      if (loaded === scenario) started++;
      engine.load(loaded, seed);
    },
    reset: (seed) => engine.reset(seed),
    run: (untilMs, maxEvents) => {
      if (isOver()) engine.endEarly("wall time");
      const stop = engine.run(untilMs, maxEvents);
      const share = Math.min(1, engine.nowMs() / scenario.durationMs);
      progress.show(started === 0 ? 0 : (started - 1 + share) / replications);
      return stop;
    },
    change: (changed) => engine.change(changed),
    nowMs: () => engine.nowMs(),
    events: () => engine.events(),
    layout: () => engine.layout(),
    windowCount: () => engine.windowCount(),
    rows: (from) => engine.rows(from),
    viewRows: (from) => engine.viewRows(from),
    live: () => engine.live(),
    takeParticles: () => engine.takeParticles(),
    totals: () => engine.totals(),
    digest: () => engine.digest(),
  };
}

function timed(
  scenario: ResolvedScenario,
  request: Request,
  means: SeriesMeans,
  terminal: Terminal,
): RunResult {
  const { replications, strict, limitS } = request;
  const progress = new Progress(terminal, scenario.name);
  const before = performance.now();
  const isOver = (): boolean => performance.now() - before >= limitS * 1000;
  const under = watched(scenario, replications, progress, isOver);
  const afterEach = ({ endedEarly }: RunResult): void => {
    if (request.series) means.add(engine.rows(0), endedEarly !== null);
  };
  const result = runScenario(scenario, { replications, strict, isOver, afterEach }, under);
  const wallMs = performance.now() - before;
  progress.end();
  return { ...result, wallMs, eventsPerSecond: (result.events / wallMs) * 1000 };
}

function printed(result: RunResult, means: SeriesMeans, { format, series }: Request): string {
  if (format === "md") return markdownSummary(result);
  if (format === "text") return textSummary(result);
  if (!series) return format === "json" ? `${JSON.stringify(result)}\n` : csvOfResult(result);
  const columns = seriesOf(engine.layout(), means.means(), means.replications);
  if (format === "csv") return csvOfSeries(columns);
  return `${JSON.stringify({ ...result, series: columns })}\n`;
}

type Resolved = { readonly scenario: ResolvedScenario; readonly warmup?: WarmupAdvice };

/** The scenario of the file with these settings; null: it has errors, which were printed. */
function resolved(
  file: string,
  settings: readonly Setting[],
  terminal: Terminal,
): ResolvedScenario | null {
  const loaded = loadScenarioFile(parseReference(file), settings);
  const result = loaded.ok ? resolveScenario(loaded.document) : loaded;
  for (const problem of result.problems) terminal.err(problemLine(file, problem));
  return result.ok ? result.scenario : null;
}

/** The scenario with the warm-up that pilot runs propose, or its own where they propose none. */
function withWarmup(
  scenario: ResolvedScenario,
  { file, settings }: Request,
  terminal: Terminal,
): Resolved {
  const warmup = adviseWarmup(scenario, engine);
  const { warmupS, reason } = warmup;
  const kept = `Warm-up stays ${scenario.warmupMs / 1000} s. ${reason}`;
  terminal.err(`${warmupS === null ? kept : `Warm-up: ${warmupS} s. ${reason}`}\n`);
  if (warmupS === null) return { scenario, warmup };
  const found = { path: "run.warmupS", value: String(warmupS) };
  // Said once already: what is wrong with the file besides.
  const quiet = { ...terminal, err: () => undefined };
  return { scenario: resolved(file, [...settings, found], quiet) ?? scenario, warmup };
}

export function runFile(args: readonly string[], terminal: Terminal): number {
  const request = requestOf(parseCommandLine(args, RUN_OPTIONS));
  const given = resolved(request.file, request.settings, terminal);
  if (given === null) return EXIT_BAD_INPUT;
  const { scenario, warmup }: Resolved = request.autoWarmup
    ? withWarmup(given, request, terminal)
    : { scenario: given };
  const means = new SeriesMeans();
  const result = timed(scenario, request, means, terminal);
  const undecided = warmup?.warmupS === null ? [`No warm-up found. ${warmup.reason}`] : [];
  const warnings = [...result.warnings, ...undecided];
  // Of the drawing alone, so it is no value of a run to be read as CSV.
  const drawn = request.format === "csv" ? {} : { coupling: couplingOf(scenario) };
  const full = { ...result, ...drawn, ...(warmup === undefined ? {} : { warnings, warmup }) };
  terminal.out(printed(full, means, request));
  if (request.traces !== null) {
    terminal.err(writeTraces(request.traces, scenario, request.replications));
  }
  return EXIT_OK;
}
