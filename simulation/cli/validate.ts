// Entry of `npm run validate`: the engine against queueing theory.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { heedBranchHints } from "./branch-hints.ts";
import {
  asksForHelp,
  numberOption,
  optionsHelp,
  parseCommandLine,
  UsageError,
} from "./command/options.ts";
import { Progress, type Terminal } from "./command/terminal.ts";
import { projectRoot } from "./project-root.ts";
import { FAST_CASES } from "./theory/fast-cases.ts";
import { checkInThreads, isCheckingThread, serveChecks } from "./theory/pool.ts";
import { publishedReport, type Report, reportOf, textReport } from "./theory/report.ts";
import { CaseFileError, parseCases, type TheoryCase } from "./theory/theory-case.ts";

const EXIT_FAILED = 1;
const EXIT_BAD_INPUT = 2;
const DEFAULT_JOBS = 2;

const OPTIONS = {
  cases: { value: "FILE", help: "Cases to run (default: test/reference/validation.json)" },
  only: { value: "ID,...", help: "Only the cases with these ids" },
  fast: { help: "Only the part that takes less than a minute" },
  jobs: { value: "N", help: `Threads that check cases (default: ${DEFAULT_JOBS})` },
  json: { help: "Print the result as JSON" },
  publish: { value: "FILE", help: "Also write what the app shows of the result" },
} as const;

const HELP = `Runs cases of queueing theory and judges the engine by them.

Usage: validate [options]

${optionsHelp(OPTIONS)}

Exit status: 0 no case failed and, of a whole suite, the z-scores look like errors of chance;
1 otherwise; 2 wrong arguments or file.
`;

const terminal: Terminal = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  errIsTerminal: process.stderr.isTTY === true,
};

function readCases(file: string | undefined): TheoryCase[] {
  const path = file ?? join(projectRoot(), "test", "reference", "validation.json");
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
  try {
    return parseCases(text);
  } catch (error) {
    if (error instanceof CaseFileError) throw new UsageError(`${path}: ${error.message}`);
    throw error;
  }
}

function selected(cases: readonly TheoryCase[], ids: readonly string[]): readonly TheoryCase[] {
  const known = new Set(cases.map(({ id }) => id));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) throw new UsageError(`No case ${unknown.join(", ")} in the file.`);
  return cases.filter(({ id }) => ids.includes(id));
}

function publish(file: string, report: Report, cases: readonly TheoryCase[]): void {
  const manifest = readFileSync(join(projectRoot(), "package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const published = publishedReport(report, cases, version);
  try {
    writeFileSync(file, `${JSON.stringify(published, null, 1)}\n`);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${(error as Error).message}`);
  }
}

async function validate(args: readonly string[]): Promise<number> {
  if (asksForHelp(args)) {
    terminal.out(HELP);
    return 0;
  }
  const line = parseCommandLine(args, OPTIONS);
  const { positionals, values } = line;
  if (positionals.length > 0) throw new UsageError(`Unexpected argument ${positionals[0]}.`);
  const jobs = numberOption(line, "jobs", { least: 1, integer: true }) ?? DEFAULT_JOBS;
  let cases: readonly TheoryCase[] = readCases(values.cases?.at(-1));
  const only = values.only?.at(-1);
  const isWhole = only === undefined && values.fast === undefined;
  if (only !== undefined) cases = selected(cases, only.split(","));
  if (values.fast !== undefined) cases = cases.filter(({ id }) => FAST_CASES.has(id));
  const progress = new Progress(terminal, "theory");
  const script = new URL(import.meta.url);
  const results = await checkInThreads(cases, jobs, script, (count) => {
    progress.show(count / cases.length);
  });
  progress.end();
  const report = reportOf(results);
  terminal.out(values.json === undefined ? textReport(report) : `${JSON.stringify(report)}\n`);
  const file = values.publish?.at(-1);
  if (file !== undefined) publish(file, report, cases);
  if (report.cases.some(({ status }) => status === "fail")) return EXIT_FAILED;
  return isWhole && !report.zScores.pass ? EXIT_FAILED : 0;
}

heedBranchHints();
if (isCheckingThread()) serveChecks();
else {
  try {
    process.exitCode = await validate(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.err(`validate: ${error.message}\n`);
    process.exitCode = EXIT_BAD_INPUT;
  }
}
