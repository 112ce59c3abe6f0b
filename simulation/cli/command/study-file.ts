// What commands have in common that make many runs of one file: arguments, progress, formats.

import type { Engine } from "../../analysis/run-scenario.ts";
import { engine } from "../../engine/engine.ts";
import type { Problem, ScenarioDocument } from "../../scenario/document.ts";
import { type CommandLine, type OptionSpecs, parseCommandLine, UsageError } from "./options.ts";
import { settingOf } from "./run-file.ts";
import { loadScenarioFile, parseReference, problemLine } from "./scenario-file.ts";
import { EXIT_BAD_INPUT, EXIT_OK, Progress, type Terminal } from "./terminal.ts";

/** Runs to be made one by one. */
export interface Study<Result> {
  readonly done: () => number;
  readonly total: () => number;
  readonly next: (engine: Engine) => boolean;
  readonly result: () => Result;
}

export type StudyStart<Result> =
  | { readonly ok: true; readonly study: Study<Result> }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Options of every study, beside its own. */
export const STUDY_OPTIONS: OptionSpecs = {
  set: { value: "PATH=VALUE", help: "Sets a field of the file; may be repeated", repeatable: true },
  json: { help: "Print the result as JSON" },
  md: { help: "Print the result as Markdown" },
};

export interface StudyCommand<Result> {
  readonly options: OptionSpecs;
  readonly start: (document: ScenarioDocument, line: CommandLine) => StudyStart<Result>;
  readonly words: (result: Result, asMarkdown: boolean) => string;
}

/** The numbers of an option, `1,2.5,10`; undefined where it is not given. */
export function listOfNumbers(
  { values }: CommandLine,
  name: string,
): readonly number[] | undefined {
  const text = values[name]?.at(-1);
  if (text === undefined) return undefined;
  const numbers = text.split(",").map((item) => (item.trim() === "" ? Number.NaN : Number(item)));
  if (numbers.every((number) => number > 0 && Number.isFinite(number))) return numbers;
  throw new UsageError(`--${name} ${text}: must be numbers above 0, as in 0.5,1,2.`);
}

/** Runs a study of the file that is named and prints what came of it. */
export function studyFile<Result>(
  args: readonly string[],
  { options, start, words }: StudyCommand<Result>,
  terminal: Terminal,
): number {
  const line = parseCommandLine(args, options);
  const [file, ...more] = line.positionals;
  if (file === undefined) throw new UsageError("Name a scenario file.");
  if (more.length > 0) throw new UsageError(`One file at a time; unexpected: ${more.join(" ")}`);
  if (line.values.json && line.values.md) throw new UsageError("Choose one of --json and --md.");
  const settings = (line.values.set ?? []).map(settingOf);
  const loaded = loadScenarioFile(parseReference(file), settings);
  for (const problem of loaded.problems) terminal.err(problemLine(file, problem));
  if (!loaded.ok) return EXIT_BAD_INPUT;
  const started = start(loaded.document, line);
  if (!started.ok) {
    for (const problem of started.problems) terminal.err(problemLine(file, problem));
    return EXIT_BAD_INPUT;
  }
  const { study } = started;
  const progress = new Progress(terminal, loaded.document.name);
  while (study.next(engine)) progress.show(study.done() / study.total());
  progress.end();
  const result = study.result();
  const asJson = line.values.json !== undefined;
  terminal.out(
    asJson ? `${JSON.stringify(result)}\n` : words(result, line.values.md !== undefined),
  );
  return EXIT_OK;
}
