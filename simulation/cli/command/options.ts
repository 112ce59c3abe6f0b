// Options of a command: described once, parsed, and printed by --help. Only what is described is
// accepted, so that help and behavior cannot differ.
import { parseArgs } from "node:util";
import { listOf, nearestNames } from "../../scenario/nearest-names.ts";

export interface OptionSpec {
  /** Placeholder of its value; absent: a switch. */
  readonly value?: string;
  readonly help: string;
  readonly repeatable?: true;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

export interface CommandLine {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, readonly string[]>>;
}

/** The arguments are wrong; the sentence says what to write instead. */
export class UsageError extends Error {}

const HELP: OptionSpec = { help: "Show this help" };

function didYouMean(name: string, names: readonly string[]): string {
  const near = nearestNames(name, names).map((each) => `--${each}`);
  const all = names.map((each) => `--${each}`);
  return near.length > 0 ? `Did you mean ${listOf(near)}?` : `Options are ${listOf(all)}.`;
}

/** Whether `--help` or `-h` is among the arguments. */
export function asksForHelp(args: readonly string[]): boolean {
  return args.includes("--help") || args.includes("-h");
}

/** Splits arguments by `specs`; throws UsageError. */
export function parseCommandLine(args: readonly string[], specs: OptionSpecs): CommandLine {
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { value }]) => [
      name,
      value === undefined
        ? ({ type: "boolean" } as const)
        : ({ type: "string", multiple: true } as const),
    ]),
  );
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const positionals: string[] = [];
  const values: Record<string, string[]> = {};
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const spec = specs[token.name];
    if (spec === undefined) {
      const names = Object.keys(specs);
      throw new UsageError(`Unknown option ${token.rawName}. ${didYouMean(token.name, names)}`);
    }
    if (spec.value === undefined) {
      if (token.value !== undefined) throw new UsageError(`--${token.name} takes no value.`);
      values[token.name] = [];
      continue;
    }
    if (token.value === undefined) {
      throw new UsageError(`--${token.name} needs a value: --${token.name} ${spec.value}`);
    }
    const before = values[token.name];
    if (before !== undefined && spec.repeatable !== true) {
      throw new UsageError(`--${token.name} is given twice.`);
    }
    values[token.name] = [...(before ?? []), token.value];
  }
  return { positionals, values };
}

/** The last value of an option as a number in a range; undefined when it is not given. */
export function numberOption(
  { values }: CommandLine,
  name: string,
  { least, integer }: { readonly least: number; readonly integer: boolean },
): number | undefined {
  const text = values[name]?.at(-1);
  if (text === undefined) return undefined;
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (number >= least && Number.isFinite(number) && (!integer || Number.isInteger(number))) {
    return number;
  }
  const kind = integer ? "a whole number" : "a number";
  throw new UsageError(`--${name} ${text}: must be ${kind} of at least ${least}.`);
}

/** Lines "  --name VALUE  what it does", aligned. */
export function optionsHelp(specs: OptionSpecs): string {
  const rows = Object.entries({ ...specs, help: HELP }).map(([name, { value, help }]) => [
    `--${name}${value === undefined ? "" : ` ${value}`}`,
    help,
  ]);
  const width = Math.max(...rows.map(([left]) => left!.length));
  return rows.map(([left, right]) => `  ${left!.padEnd(width)}  ${right}`).join("\n");
}
