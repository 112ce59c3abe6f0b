// `brownout remedies FILE`: what would have helped, one change at a time, ranked by requests saved.
import {
  type Counterfactuals,
  REPLICATIONS_MAX,
  startCounterfactuals,
} from "../../analysis/counterfactuals.ts";
import { engine } from "../../engine/engine.ts";
import type { CounterfactualResult, MeanOfRuns } from "../../results/counterfactual.ts";
import { numberOption, type OptionSpecs, parseCommandLine, UsageError } from "./options.ts";
import { settingOf } from "./run-file.ts";
import { loadScenarioFile, parseReference, problemLine } from "./scenario-file.ts";
import { markdownTable, percent, shortNumber, type Table, textTable } from "./table.ts";
import { EXIT_BAD_INPUT, EXIT_OK, Progress, type Terminal } from "./terminal.ts";

export const REMEDIES_OPTIONS: OptionSpecs = {
  replications: { value: "N", help: "Runs of each design, with the same seeds (default: 5)" },
  set: { value: "PATH=VALUE", help: "Sets a field of the file; may be repeated", repeatable: true },
  json: { help: "Print the result as JSON" },
  md: { help: "Print the ranking as Markdown" },
};

const REPLICATIONS_DEFAULT = 5;

function withInterval({ mean, halfWidth }: MeanOfRuns): string {
  return halfWidth === null
    ? shortNumber(mean)
    : `${shortNumber(mean)} ± ${shortNumber(halfWidth)}`;
}

function verdict(saved: MeanOfRuns, sure: boolean): string {
  if (!sure) return "not sure";
  return saved.mean > 0 ? "helps" : "harms";
}

function rowsOf({ remedies, lost }: CounterfactualResult): Table {
  const rows = remedies.map(({ sentence, saved, sure, degraded }) => [
    sentence,
    withInterval(saved),
    percent(lost.mean > 0 ? saved.mean / lost.mean : null),
    shortNumber(degraded),
    verdict(saved, sure),
  ]);
  return [["Change", "Saved a run", "Of those lost", "More degraded", "Verdict"], ...rows];
}

/** What the numbers do not show, once for each kind of change. */
function caveatsOf({ remedies }: CounterfactualResult): readonly string[] {
  const texts = remedies.flatMap(({ kind, caveat }) => (caveat ? [`${kind}: ${caveat}`] : []));
  return texts.length === 0 ? [] : ["", ...new Set(texts)];
}

function summaryOf(result: CounterfactualResult, asMarkdown: boolean): string {
  const { scenario, offered, lost, replications, seed, nothingTried } = result;
  const table = rowsOf(result);
  const title = `What would have helped ${scenario}`;
  const lines = [
    asMarkdown ? `# ${title}` : title,
    "",
    `As it is, ${withInterval(lost)} of ${shortNumber(offered)} requests are lost a run: failed, ` +
      "late or unanswered.",
  ];
  if (nothingTried !== null) return `${[...lines, nothingTried].join("\n")}\n`;
  lines.push(
    `Each change alone in ${replications} runs with seeds from ${seed}, which the design as it is ` +
      "had as well.",
    "Saved: fewer lost than without it, with its 95 % interval over the pairs of runs.",
    "",
    asMarkdown ? markdownTable(table) : textTable(table),
    ...caveatsOf(result),
  );
  return `${lines.join("\n")}\n`;
}

function runAll(counterfactuals: Counterfactuals, name: string, terminal: Terminal) {
  const progress = new Progress(terminal, name);
  while (counterfactuals.next(engine)) {
    const share = counterfactuals.done() / counterfactuals.total();
    if (share > 0) progress.show(share);
  }
  progress.end();
  return counterfactuals.result();
}

export function remediesFile(args: readonly string[], terminal: Terminal): number {
  const line = parseCommandLine(args, REMEDIES_OPTIONS);
  const [file, ...more] = line.positionals;
  if (file === undefined) throw new UsageError("Name a scenario file.");
  if (more.length > 0) throw new UsageError(`One file at a time; unexpected: ${more.join(" ")}`);
  if (line.values.json && line.values.md) throw new UsageError("Choose one of --json and --md.");
  const replications =
    numberOption(line, "replications", { least: 1, integer: true }) ?? REPLICATIONS_DEFAULT;
  if (replications > REPLICATIONS_MAX) {
    throw new UsageError(`--replications: at most ${REPLICATIONS_MAX}.`);
  }
  const settings = (line.values.set ?? []).map(settingOf);
  const loaded = loadScenarioFile(parseReference(file), settings);
  for (const problem of loaded.problems) terminal.err(problemLine(file, problem));
  if (!loaded.ok) return EXIT_BAD_INPUT;
  const started = startCounterfactuals(loaded.document, { replications });
  if (!started.ok) {
    for (const problem of started.problems) terminal.err(problemLine(file, problem));
    return EXIT_BAD_INPUT;
  }
  const result = runAll(started.counterfactuals, loaded.document.name, terminal);
  const asJson = line.values.json !== undefined;
  terminal.out(
    asJson ? `${JSON.stringify(result)}\n` : summaryOf(result, line.values.md !== undefined),
  );
  return EXIT_OK;
}
