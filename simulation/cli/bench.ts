// Entry of `npm run bench`: speed of the event list and of fixed scenarios against the kernel.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { holdCase } from "./bench/hold.ts";
import { type BenchCase, type BenchResult, measure } from "./bench/measure.ts";
import { scenarioCase } from "./bench/scenario-case.ts";
import { GROWTH_MAX_MB, type SoakSample, soak } from "./bench/soak.ts";
import {
  asksForHelp,
  numberOption,
  optionsHelp,
  parseCommandLine,
  UsageError,
} from "./command/options.ts";
import { shortNumber, textTable } from "./command/table.ts";

const CASES: Readonly<Record<string, (name: string) => BenchCase>> = {
  "hold-1e2": (name) => holdCase(name, 100),
  "hold-1e4": (name) => holdCase(name, 10_000),
  "hold-1e5": (name) => holdCase(name, 100_000),
  "hold-1e6": (name) => holdCase(name, 1_000_000),
  mm1: scenarioCase,
  tandem: scenarioCase,
  retry: scenarioCase,
  three: scenarioCase,
};

const OPTIONS = {
  only: { value: "NAME,...", help: `Of ${Object.keys(CASES).join(", ")}` },
  where: { value: "node", help: "Where to measure: node" },
  soak: { value: "EVENTS", help: "Run so many events and watch the memory instead (try 1e9)" },
  json: { help: "Print the result as JSON" },
} as const;

interface Report {
  readonly node: string;
  readonly cases: readonly BenchResult[];
}

function namesFrom(text: string | undefined): readonly string[] {
  const names = text === undefined ? Object.keys(CASES) : text.split(",");
  const unknown = names.filter((name) => !Object.hasOwn(CASES, name));
  if (unknown.length === 0) return names;
  throw new UsageError(
    `No case ${unknown.join(", ")}: there are ${Object.keys(CASES).join(", ")}.`,
  );
}

/** A process for each case, so that none is slowed by what was compiled for another. */
function measureApart(name: string): BenchResult {
  process.stderr.write(`measuring ${name}\n`);
  const script = fileURLToPath(import.meta.url);
  const child = spawnSync(process.execPath, [script, "--only", name, "--json"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.status !== 0) throw new Error(`The case ${name} ended with status ${child.status}.`);
  return (JSON.parse(child.stdout) as Report).cases[0]!;
}

function textReport({ node, cases }: Report): string {
  const rows = cases.map((result) => [
    result.name,
    shortNumber(result.requestsPerCpuS),
    shortNumber(result.nsPerRequest),
    shortNumber(result.mevPerS),
    result.kernelRatio.toFixed(3),
  ]);
  const header = ["Case", "requests/CPU s", "ns/request", "M events/CPU s", "of the kernel"];
  return `Node ${node}\n${textTable([header, ...rows])}\n`;
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

function bench(args: readonly string[]): number {
  if (asksForHelp(args)) {
    process.stdout.write(`Measures speed in CPU time.\n\nUsage: bench [options]\n\n`);
    process.stdout.write(`${optionsHelp(OPTIONS)}\n`);
    return 0;
  }
  const { positionals, values } = parseCommandLine(args, OPTIONS);
  if (positionals.length > 0) throw new UsageError(`Unexpected argument ${positionals[0]}.`);
  const where = values.where?.at(-1) ?? "node";
  if (where !== "node") throw new UsageError(`--where ${where}: only node can be measured.`);
  const events = numberOption({ positionals, values }, "soak", { least: 1000, integer: true });
  if (events !== undefined) return soakStatus(events, values.json !== undefined);
  const names = namesFrom(values.only?.at(-1));
  const cases =
    names.length === 1 ? names.map((name) => measure(CASES[name]!(name))) : names.map(measureApart);
  const report = { node: process.version, cases };
  process.stdout.write(
    values.json === undefined ? textReport(report) : `${JSON.stringify(report)}\n`,
  );
  return 0;
}

try {
  process.exitCode = bench(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 2;
}
