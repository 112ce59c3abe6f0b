// Entry of `npm run coverage`: how often confidence intervals hold the truth.
import { heedBranchHints } from "./branch-hints.ts";
import {
  asksForHelp,
  numberOption,
  optionsHelp,
  parseCommandLine,
  UsageError,
} from "./command/options.ts";
import { Progress, type Terminal } from "./command/terminal.ts";
import { DESIGNS } from "./interval-coverage/designs.ts";
import { coverageOf } from "./interval-coverage/measure.ts";
import { markdownReport, missesOf, textReport } from "./interval-coverage/report.ts";

const EXIT_MISSED = 1;
const EXIT_BAD_INPUT = 2;
const REPETITIONS = 400;

const OPTIONS = {
  repetitions: { value: "N", help: `Repetitions of each design (default: ${REPETITIONS})` },
  judged: { help: "Only the designs that must cover" },
  json: { help: "Print the result as JSON" },
  md: { help: "Print the result as Markdown" },
} as const;

const terminal: Terminal = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  errIsTerminal: process.stderr.isTTY === true,
};

function coverage(args: readonly string[]): number {
  if (asksForHelp(args)) {
    terminal.out("Counts how often 95 % intervals hold the true value of an M/M/1 queue.\n\n");
    terminal.out(`Usage: coverage [options]\n\n${optionsHelp(OPTIONS)}\n\n`);
    terminal.out("Exit status: 0 all judged intervals cover, 1 one does not, 2 wrong arguments.\n");
    return 0;
  }
  const line = parseCommandLine(args, OPTIONS);
  if (line.positionals.length > 0) throw new UsageError(`Unexpected: ${line.positionals[0]}.`);
  const repetitions = numberOption(line, "repetitions", { least: 1, integer: true }) ?? REPETITIONS;
  const designs = DESIGNS.filter(({ isJudged }) => isJudged || line.values.judged === undefined);
  const progress = new Progress(terminal, "coverage");
  const coverages = designs.flatMap((design, i) =>
    coverageOf(design, repetitions, (share) => progress.show((i + share) / designs.length)),
  );
  progress.end();
  if (line.values.json !== undefined) terminal.out(`${JSON.stringify(coverages)}\n`);
  else if (line.values.md !== undefined) terminal.out(`${markdownReport(coverages)}\n`);
  else terminal.out(textReport(coverages));
  return missesOf(coverages).length > 0 ? EXIT_MISSED : 0;
}

heedBranchHints();
try {
  process.exitCode = coverage(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  terminal.err(`coverage: ${error.message}\n`);
  process.exitCode = EXIT_BAD_INPUT;
}
