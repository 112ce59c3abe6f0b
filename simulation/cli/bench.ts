// Entry of `npm run bench`: speed of the event list and of fixed scenarios against the kernel.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { KernelChoice } from "../engine/kernel.ts";
import { CASES, type CaseEntry } from "./bench/cases.ts";
import type { BenchResult } from "./bench/measure.ts";
import { measureOff, offTable } from "./bench/off.ts";
import { missedGates, type Report, textReport } from "./bench/report.ts";
import { GROWTH_MAX_MB, type SoakSample, soak } from "./bench/soak.ts";
import type { Where } from "./bench/stage.ts";
import { heedBranchHints } from "./branch-hints.ts";
import {
  asksForHelp,
  type CommandLine,
  numberOption,
  optionsHelp,
  parseCommandLine,
  UsageError,
} from "./command/options.ts";

const PLACES: readonly Where[] = ["node", "chromium"];
const KERNELS: readonly KernelChoice[] = ["auto", "js", "wasm"];

const OPTIONS = {
  only: { value: "NAME,...", help: "Cases to measure, of the list below" },
  where: { value: "PLACE,...", help: "Of node (default) and chromium, where a worker is measured" },
  kernel: { value: "KIND", help: "Engine in JavaScript (js) or compiled (wasm, the default)" },
  pairs: { value: "N", help: "Interleaved pairs of each case instead of its own number" },
  check: { help: "Measure the cases that have a gate; status 1 if one is below it" },
  off: { help: "Measure what each feature costs that is off, by kernels without it" },
  soak: { value: "EVENTS", help: "Run so many events and watch the memory instead (try 1e9)" },
  json: { help: "Print the result as JSON" },
} as const;

/** What to measure, as it is asked for. */
interface Task {
  readonly name: string;
  readonly where: Where;
}

function listed<Item extends string>(
  text: string | undefined,
  items: readonly Item[],
  standard: readonly Item[],
): readonly Item[] {
  if (text === undefined) return standard;
  const names = text.split(",");
  const unknown = names.filter((name) => !items.some((item) => item === name));
  if (unknown.length === 0) return items.filter((item) => names.includes(item));
  throw new UsageError(`There is no ${unknown.join(", ")}: choose from ${items.join(", ")}.`);
}

function tasksFrom({ values }: CommandLine): readonly Task[] {
  const all = Object.keys(CASES);
  const gated = all.filter((name) => CASES[name]!.gate !== undefined);
  const names = listed(values.only?.at(-1), all, values.check === undefined ? all : gated);
  const places = listed(values.where?.at(-1), PLACES, ["node"]);
  const tasks = names.flatMap((name) =>
    places
      .filter((where) => CASES[name]!.where.includes(where))
      .map((where): Task => ({ name, where })),
  );
  if (tasks.length > 0) return tasks;
  throw new UsageError(`${names.join(", ")} cannot be measured in ${places.join(", ")}.`);
}

interface Settings {
  readonly kernel: KernelChoice;
  readonly pairs: number | undefined;
}

function settingsFrom(line: CommandLine): Settings {
  const [kernel, ...more] = listed(line.values.kernel?.at(-1), KERNELS, ["auto"]);
  if (kernel === undefined || more.length > 0) throw new UsageError("--kernel takes one kind.");
  return { kernel, pairs: numberOption(line, "pairs", { least: 1, integer: true }) };
}

async function measureHere({ name, where }: Task, settings: Settings): Promise<BenchResult> {
  const { gate, measure }: CaseEntry = CASES[name]!;
  const result = await measure(name, { where, ...settings });
  return gate === undefined || where !== "node" ? result : { ...result, gate };
}

/** A process for each case, so that none is slowed by what was compiled for another. */
function measureApart({ name, where }: Task, { kernel, pairs }: Settings): BenchResult {
  process.stderr.write(`measuring ${name} in ${where}\n`);
  const script = fileURLToPath(import.meta.url);
  const args = ["--only", name, "--where", where, "--kernel", kernel, "--json"];
  if (pairs !== undefined) args.push("--pairs", String(pairs));
  const child = spawnSync(process.execPath, [script, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.status !== 0) throw new Error(`The case ${name} ended with status ${child.status}.`);
  return (JSON.parse(child.stdout) as Report).cases[0]!;
}

async function offStatus(line: CommandLine): Promise<number> {
  const tell = (text: string) => process.stderr.write(`${text}\n`);
  const costs = await measureOff(settingsFrom(line).pairs, tell);
  const isJson = line.values.json !== undefined;
  process.stdout.write(isJson ? `${JSON.stringify(costs)}\n` : offTable(costs));
  return 0;
}

function soakLine({ events, simulatedS, residentMb, eventsPerCpuS }: SoakSample): string {
  const cells = [
    `${(events / 1e6).toFixed(0)} M events`,
    `${simulatedS.toFixed(0)} s simulated`,
    `${residentMb.toFixed(2)} MB resident`,
    `${(eventsPerCpuS / 1e6).toFixed(2)} M events/CPU s`,
  ];
  return `${cells.join(", ")}\n`;
}

/** 1 when the memory grows too much, or a law is broken by more than rounding. */
function soakStatus(events: number, asJson: boolean): number {
  const told = (sample: SoakSample) => void process.stderr.write(soakLine(sample));
  const result = soak(events, told);
  const { growthMb, worstCheck } = result;
  const text =
    `Resident memory grows by ${growthMb.toFixed(3)} MB per 10^8 events ` +
    `(at most ${GROWTH_MAX_MB}); worst identity ${worstCheck.toExponential(1)} (at most 1e-9).\n`;
  process.stdout.write(asJson ? `${JSON.stringify(result)}\n` : text);
  return growthMb <= GROWTH_MAX_MB && worstCheck <= 1e-9 ? 0 : 1;
}

function help(): string {
  const width = Math.max(...Object.keys(CASES).map(({ length }) => length));
  const cases = Object.entries(CASES).map(([name, { help }]) => `  ${name.padEnd(width)}  ${help}`);
  const usage = "Measures speed in CPU time.\n\nUsage: bench [options]\n\n";
  return `${usage}${optionsHelp(OPTIONS)}\n\nCases:\n${cases.join("\n")}\n`;
}

async function bench(args: readonly string[]): Promise<number> {
  if (asksForHelp(args)) {
    process.stdout.write(help());
    return 0;
  }
  const line = parseCommandLine(args, OPTIONS);
  const { positionals, values } = line;
  if (positionals.length > 0) throw new UsageError(`Unexpected argument ${positionals[0]}.`);
  const events = numberOption(line, "soak", { least: 1000, integer: true });
  if (events !== undefined) return soakStatus(events, values.json !== undefined);
  if (values.off !== undefined) return offStatus(line);
  const [tasks, settings] = [tasksFrom(line), settingsFrom(line)];
  const [only, ...others] = tasks;
  const cases =
    only !== undefined && others.length === 0
      ? [await measureHere(only, settings)]
      : tasks.map((task) => measureApart(task, settings));
  const report: Report = { node: process.version, cases };
  process.stdout.write(
    values.json === undefined ? textReport(report) : `${JSON.stringify(report)}\n`,
  );
  const missed = values.check === undefined ? [] : missedGates(cases);
  for (const sentence of missed) process.stderr.write(`bench: ${sentence}\n`);
  return missed.length === 0 ? 0 : 1;
}

heedBranchHints();
try {
  process.exitCode = await bench(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 2;
}
