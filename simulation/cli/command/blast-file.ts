// `brownout blast FILE`: what each journey loses while one node is down, node by node.
import { BLAST_MEASURED_S, startBlastRadius } from "../../analysis/blast-radius.ts";
import type { BlastRadiusResult, DownMode } from "../../results/coupling.ts";
import { couplingTable } from "./coupling-table.ts";
import { numberOption, type OptionSpecs, UsageError } from "./options.ts";
import { STUDY_OPTIONS, type StudyCommand, studyFile } from "./study-file.ts";
import { markdownTable, percent, shortNumber, type Table, textTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

export const BLAST_OPTIONS: OptionSpecs = {
  down: {
    value: "HOW",
    help: "crash: connections are refused (default); hang: calls are taken and never answered",
  },
  measure: {
    value: "S",
    help: `Seconds measured of each run (default: ${BLAST_MEASURED_S}; at most the file's)`,
  },
  availability: {
    value: "RATIO",
    help: "Availability of a node that names no breakdowns, for the product (default: 0.999)",
  },
  ...STUDY_OPTIONS,
};

function modeOf(text: string | undefined): DownMode {
  if (text === undefined || text === "crash") return "crash";
  if (text === "hang") return "hang";
  throw new UsageError(`--down ${text}: must be crash or hang.`);
}

function lossTable({ nodes, coupling }: BlastRadiusResult): Table {
  const names = coupling.journeys.map(({ journey }) => journey);
  const rows = nodes.map(({ node, all, journeys, endedEarly }) => [
    endedEarly === null ? node : `${node} (ended: ${endedEarly})`,
    ...names.map((name) => percent(journeys[name]?.failed)),
    percent(all.failed),
    percent(all.late),
    percent(all.degraded),
  ]);
  return [["Down", ...names, "all failed", "late", "degraded"], ...rows];
}

const WORDS: Readonly<Record<DownMode, string>> = {
  crash: "refuses connections",
  hang: "takes calls and never answers",
};

function words(result: BlastRadiusResult, asMarkdown: boolean): string {
  const { scenario, mode, simulatedS, warmupS, baseline, offered } = result;
  const table = asMarkdown ? markdownTable : textTable;
  const title = `Blast radius of ${scenario}`;
  return `${[
    asMarkdown ? `# ${title}` : title,
    "",
    `Each node in turn ${WORDS[mode]} for the whole of a run of ${shortNumber(simulatedS)} s ` +
      `(${shortNumber(warmupS)} s of them warm-up) with seed ${result.seed}; faults of the file left out.`,
    "Failed: failed or unanswered beyond the run with all nodes up, in which " +
      `${percent(baseline.all?.failed)} of ${shortNumber(offered.all)} requests fail.`,
    "",
    table(lossTable(result)),
    "",
    "As drawn:",
    "",
    table(couplingTable(result.coupling)),
  ].join("\n")}\n`;
}

const COMMAND: StudyCommand<BlastRadiusResult> = {
  options: BLAST_OPTIONS,
  start: (document, line) => {
    const measuredS = numberOption(line, "measure", { least: 0.001, integer: false });
    const nodeAvailability = numberOption(line, "availability", { least: 0, integer: false });
    const started = startBlastRadius(document, {
      mode: modeOf(line.values.down?.at(-1)),
      ...(measuredS === undefined ? {} : { measuredS }),
      ...(nodeAvailability === undefined ? {} : { nodeAvailability }),
    });
    return started.ok ? { ok: true, study: started.blast } : started;
  },
  words,
};

export function blastFile(args: readonly string[], terminal: Terminal): number {
  return studyFile(args, COMMAND, terminal);
}
