// `brownout stability FILE`: load times size of a trigger, and where the design recovers by itself.
import type { StabilityOptions } from "../../analysis/stability-knobs.ts";
import { STABILITY_REPLICATIONS_MAX, startStabilityMap } from "../../analysis/stability-map.ts";
import type { StabilityCell, StabilityMap } from "../../results/stability-map.ts";
import { type CommandLine, numberOption, type OptionSpecs, UsageError } from "./options.ts";
import { listOfNumbers, STUDY_OPTIONS, type StudyCommand, studyFile } from "./study-file.ts";
import { markdownTable, shortNumber, type Table, textTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

export const STABILITY_OPTIONS: OptionSpecs = {
  trigger: {
    value: "ID",
    help: "Fault of the file that triggers (default: the first with an end)",
  },
  size: {
    value: "PARAM",
    help: "Its size: forS (default) or a number of the fault, such as factor",
  },
  loads: { value: "F,...", help: "Factors of the present load (default: to beyond saturation)" },
  sizes: {
    value: "N,...",
    help: "Sizes of the trigger (default: a quarter to four times its own)",
  },
  replications: { value: "N", help: "Runs of each cell, with the same seeds (default: 1)" },
  ...STUDY_OPTIONS,
};

function cellText({ state, runs, agreeing, recoveryS }: StabilityCell): string {
  if (state === null) return "-";
  const after = state === "recovered" && recoveryS !== null ? ` ${shortNumber(recoveryS)} s` : "";
  const share = runs > agreeing ? ` ${agreeing}/${runs}` : "";
  return `${state}${after}${share}`;
}

/** A row a load, the highest first, as the map is drawn. */
function mapTable({ loads, sizes, cells, size, presentPerS }: StabilityMap): Table {
  const unit = size.unit === "" ? "" : ` ${size.unit}`;
  const header = ["Load", "without", ...sizes.map((value) => `${shortNumber(value)}${unit}`)];
  const rows = [...loads].reverse().map((load) => {
    const rate = presentPerS === null ? "" : ` (${shortNumber(load * presentPerS)}/s)`;
    const own = cells.filter((cell) => cell.load === load);
    return [`×${shortNumber(load)}${rate}`, ...own.map(cellText)];
  });
  return [header, ...rows];
}

function words(result: StabilityMap, asMarkdown: boolean): string {
  const { scenario, trigger, size, seed, replications } = result;
  const title = `Stability of ${scenario}`;
  const runs = replications === 1 ? "one run" : `${replications} runs`;
  return `${[
    asMarkdown ? `# ${title}` : title,
    "",
    `Trigger: ${trigger.name}; its size: ${size.label.toLowerCase()}. Each cell is ${runs} with seeds ` +
      `from ${seed}, in which the trigger alone acts, until 90 s after it.`,
    "recovered: goodput comes back. metastable: trigger gone, load as before, goodput not. overloaded: " +
      "goodput is missing without the trigger.",
    "",
    (asMarkdown ? markdownTable : textTable)(mapTable(result)),
  ].join("\n")}\n`;
}

function optionsOf(line: CommandLine): StabilityOptions {
  const replications = numberOption(line, "replications", { least: 1, integer: true }) ?? 1;
  if (replications > STABILITY_REPLICATIONS_MAX) {
    throw new UsageError(`--replications: at most ${STABILITY_REPLICATIONS_MAX}.`);
  }
  const trigger = line.values.trigger?.at(-1);
  const size = line.values.size?.at(-1);
  const loads = listOfNumbers(line, "loads");
  const sizes = listOfNumbers(line, "sizes");
  return {
    replications,
    ...(trigger === undefined ? {} : { trigger }),
    ...(size === undefined ? {} : { size }),
    ...(loads === undefined ? {} : { loads }),
    ...(sizes === undefined ? {} : { sizes }),
  };
}

const COMMAND: StudyCommand<StabilityMap> = {
  options: STABILITY_OPTIONS,
  start: (document, line) => {
    const started = startStabilityMap(document, optionsOf(line));
    return started.ok ? { ok: true, study: started.sweep } : started;
  },
  words,
};

export function stabilityFile(args: readonly string[], terminal: Terminal): number {
  return studyFile(args, COMMAND, terminal);
}
