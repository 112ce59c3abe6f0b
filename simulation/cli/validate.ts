// Entry of `npm run validate`: the engine against queueing theory.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { asksForHelp, optionsHelp, parseCommandLine, UsageError } from "./command/options.ts";
import { Progress, type Terminal } from "./command/terminal.ts";
import { projectRoot } from "./project-root.ts";
import { type CaseResult, checkCase } from "./theory/check-case.ts";
import { FAST_CASES } from "./theory/fast-cases.ts";
import { reportOf, textReport } from "./theory/report.ts";
import { CaseFileError, parseCases, type TheoryCase } from "./theory/theory-case.ts";

const EXIT_FAILED = 1;
const EXIT_BAD_INPUT = 2;

const OPTIONS = {
  cases: { value: "FILE", help: "Cases to run (default: test/reference/validation.json)" },
  only: { value: "ID,...", help: "Only the cases with these ids" },
  fast: { help: "Only the part that takes less than a minute" },
  json: { help: "Print the result as JSON" },
} as const;

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

function checkAll(cases: readonly TheoryCase[]): CaseResult[] {
  const progress = new Progress(terminal, "theory");
  const results = cases.map((theory, i) => {
    progress.show(i / cases.length);
    return checkCase(theory);
  });
  progress.end();
  return results;
}

function validate(args: readonly string[]): number {
  if (asksForHelp(args)) {
    terminal.out("Runs cases of queueing theory and judges the engine by them.\n\n");
    terminal.out(`Usage: validate [options]\n\n${optionsHelp(OPTIONS)}\n\n`);
    terminal.out("Exit status: 0 no case failed, 1 a case failed, 2 wrong arguments or file.\n");
    return 0;
  }
  const { positionals, values } = parseCommandLine(args, OPTIONS);
  if (positionals.length > 0) throw new UsageError(`Unexpected argument ${positionals[0]}.`);
  let cases: readonly TheoryCase[] = readCases(values.cases?.at(-1));
  const only = values.only?.at(-1);
  if (only !== undefined) cases = selected(cases, only.split(","));
  if (values.fast !== undefined) cases = cases.filter(({ id }) => FAST_CASES.has(id));
  const report = reportOf(checkAll(cases));
  terminal.out(values.json === undefined ? textReport(report) : `${JSON.stringify(report)}\n`);
  return report.cases.some(({ status }) => status === "fail") ? EXIT_FAILED : 0;
}

try {
  process.exitCode = validate(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  terminal.err(`validate: ${error.message}\n`);
  process.exitCode = EXIT_BAD_INPUT;
}
