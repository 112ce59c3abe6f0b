// `brownout campaign FILE`: random faults, one a run, ranked by damage.
import { CAMPAIGN_RUNS_MAX, type Campaign, startCampaign } from "../../analysis/campaign.ts";
import { engine } from "../../engine/engine.ts";
import { faults } from "../../faults/catalog.ts";
import type { CampaignResult } from "../../results/campaign.ts";
import type { ScenarioDocument } from "../../scenario/document.ts";
import { listOf, nearestNames } from "../../scenario/nearest-names.ts";
import {
  type CommandLine,
  numberOption,
  type OptionSpecs,
  parseCommandLine,
  UsageError,
} from "./options.ts";
import { settingOf } from "./run-file.ts";
import { loadScenarioFile, parseReference, problemLine } from "./scenario-file.ts";
import { markdownTable, shortNumber, type Table, textTable } from "./table.ts";
import { EXIT_BAD_INPUT, EXIT_OK, Progress, type Terminal } from "./terminal.ts";

export const CAMPAIGN_OPTIONS: OptionSpecs = {
  runs: { value: "N", help: "Number of faults, each in a run of its own (default: 20)" },
  seed: { value: "S", help: "Seed of the faults drawn (default: 1); the runs use the file's" },
  kinds: { value: "KIND,...", help: "Kinds of faults to draw from (default: all that fit)" },
  targets: { value: "ID,...", help: "Nodes, edges a:b and groups to draw from (default: all)" },
  set: { value: "PATH=VALUE", help: "Sets a field of the file; may be repeated", repeatable: true },
  json: { help: "Print the result as JSON" },
  md: { help: "Print the ranking as Markdown" },
};

const RUNS_DEFAULT = 20;

function listOption({ values }: CommandLine, name: string): readonly string[] | undefined {
  const text = values[name]?.at(-1);
  if (text === undefined) return undefined;
  const items = text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
  if (items.length === 0) throw new UsageError(`--${name}: name at least one.`);
  return items;
}

function kindsOf(line: CommandLine): readonly string[] | undefined {
  const kinds = listOption(line, "kinds");
  const known = Object.keys(faults);
  for (const kind of kinds ?? []) {
    if (known.includes(kind)) continue;
    const near = nearestNames(kind, known);
    const hint = near.length > 0 ? `Did you mean ${listOf(near)}?` : `Kinds: ${listOf(known)}.`;
    throw new UsageError(`--kinds: there is no fault "${kind}". ${hint}`);
  }
  return kinds;
}

/** Edges may be written with a colon, which a shell leaves alone. */
function targetsOf(line: CommandLine): readonly string[] | undefined {
  return listOption(line, "targets")?.map((target) => target.replace(/^([^:>]+):/, "$1->"));
}

function rowsOf({ runs }: CampaignResult): Table {
  const rows = runs.map(({ fault, damage, offered, recoveryS, endedEarly }) => [
    fault.kind,
    fault.target,
    `${shortNumber(fault.atS)} s`,
    fault.forS === undefined ? "at once" : `${shortNumber(fault.forS)} s`,
    shortNumber(damage),
    shortNumber(offered),
    endedEarly !== null ? `ended: ${endedEarly}` : recoveryOf(recoveryS),
  ]);
  const header = ["Fault", "Target", "From", "For", "Lost", "Offered", "Recovered after"];
  return [header, ...rows];
}

function recoveryOf(recoveryS: number | null): string {
  return recoveryS === null ? "not yet" : `${shortNumber(recoveryS)} s`;
}

function summaryOf(result: CampaignResult, asMarkdown: boolean): string {
  const { scenario, runs, seed, runSeed, undisturbed } = result;
  const table = rowsOf(result);
  const [worst] = runs;
  const lines = [
    asMarkdown ? `# Campaign against ${scenario}` : `Campaign against ${scenario}`,
    "",
    `${runs.length} faults drawn with seed ${seed}, each alone in a run with seed ${runSeed}. ` +
      `Undisturbed: ${shortNumber(undisturbed.failed)} of ${shortNumber(undisturbed.offered)} ` +
      "requests failed.",
    "Lost: requests that failed or stayed unanswered beyond those.",
    "",
    asMarkdown ? markdownTable(table) : textTable(table),
    ...(worst === undefined ? [] : ["", `The worst: ${worst.sentence}`]),
  ];
  return `${lines.join("\n")}\n`;
}

function runAll(campaign: Campaign, document: ScenarioDocument, runs: number, terminal: Terminal) {
  const progress = new Progress(terminal, document.name);
  while (campaign.next(engine)) progress.show(campaign.done() / runs);
  progress.end();
  return campaign.result();
}

export function campaignFile(args: readonly string[], terminal: Terminal): number {
  const line = parseCommandLine(args, CAMPAIGN_OPTIONS);
  const [file, ...more] = line.positionals;
  if (file === undefined) throw new UsageError("Name a scenario file.");
  if (more.length > 0) throw new UsageError(`One file at a time; unexpected: ${more.join(" ")}`);
  if (line.values.json && line.values.md) throw new UsageError("Choose one of --json and --md.");
  const runs = numberOption(line, "runs", { least: 1, integer: true }) ?? RUNS_DEFAULT;
  if (runs > CAMPAIGN_RUNS_MAX) throw new UsageError(`--runs: at most ${CAMPAIGN_RUNS_MAX}.`);
  const seed = numberOption(line, "seed", { least: 0, integer: true }) ?? 1;
  const kinds = kindsOf(line);
  const targets = targetsOf(line);
  const settings = (line.values.set ?? []).map(settingOf);
  const loaded = loadScenarioFile(parseReference(file), settings);
  for (const problem of loaded.problems) terminal.err(problemLine(file, problem));
  if (!loaded.ok) return EXIT_BAD_INPUT;
  const started = startCampaign(loaded.document, {
    runs,
    seed,
    ...(kinds === undefined ? {} : { kinds }),
    ...(targets === undefined ? {} : { targets }),
  });
  if (!started.ok) {
    for (const problem of started.problems) terminal.err(problemLine(file, problem));
    return EXIT_BAD_INPUT;
  }
  const result = runAll(started.campaign, loaded.document, runs, terminal);
  const asJson = line.values.json !== undefined;
  terminal.out(
    asJson ? `${JSON.stringify(result)}\n` : summaryOf(result, line.values.md !== undefined),
  );
  return EXIT_OK;
}
