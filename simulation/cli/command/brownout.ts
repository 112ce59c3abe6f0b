// The `brownout` command: finds the subcommand, prints help, turns wrong usage into exit status 2.
import { listOf, nearestNames } from "../../scenario/nearest-names.ts";
import { BLAST_OPTIONS, blastFile } from "./blast-file.ts";
import { CAMPAIGN_OPTIONS, campaignFile } from "./campaign-file.ts";
import { asksForHelp, type OptionSpecs, optionsHelp, UsageError } from "./options.ts";
import { REMEDIES_OPTIONS, remediesFile } from "./remedies-file.ts";
import { RUN_OPTIONS, runFile } from "./run-file.ts";
import { STABILITY_OPTIONS, stabilityFile } from "./stability-file.ts";
import { EXIT_BAD_INPUT, EXIT_OK, type Terminal } from "./terminal.ts";
import { VALIDATE_OPTIONS, validateFiles } from "./validate-files.ts";

interface Command {
  readonly usage: string;
  readonly summary: string;
  readonly details: string;
  readonly options: OptionSpecs;
  readonly run: (args: readonly string[], terminal: Terminal) => number;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  run: {
    usage: "run FILE[#VARIANT] [options]",
    summary: "Runs a scenario and prints a summary",
    details: [
      "PATH names a field by ids: nodes.orders.replicas, edges.orders:payment.timeoutMs,",
      "run.durationS. VALUE is JSON, a number with a unit (300ms, 5%) or a word.",
      "Exit status: 0 it ran, 2 the file or the arguments are wrong.",
    ].join("\n"),
    options: RUN_OPTIONS,
    run: runFile,
  },
  campaign: {
    usage: "campaign FILE[#VARIANT] [options]",
    summary: "Runs a scenario with random faults and ranks them by damage",
    details: [
      "Each fault is alone in its run; the faults and changes of the file are left out.",
      "Equal file and seed give the same faults and results; with more runs, more of them.",
      "Exit status: 0 it ran, 2 the file or the arguments are wrong.",
    ].join("\n"),
    options: CAMPAIGN_OPTIONS,
    run: campaignFile,
  },
  remedies: {
    usage: "remedies FILE[#VARIANT] [options]",
    summary: "Tries changes of the design on the same random numbers and ranks them by gain",
    details: [
      "Tried are changes at the connections and nodes that the cascade of the first run names, one",
      "at a time: time-out, breaker, bulkhead, fallback, retry budget, jitter, more instances,",
      "shedding, a queue instead of the call and others.",
      "Exit status: 0 it ran, 2 the file or the arguments are wrong.",
    ].join("\n"),
    options: REMEDIES_OPTIONS,
    run: remediesFile,
  },
  blast: {
    usage: "blast FILE[#VARIANT] [options]",
    summary: "Takes each node down in turn and tells which share of each journey fails",
    details: [
      "Each node is down in a short run of its own, with the random numbers of a run in which all are",
      "up. Beside it stands what the drawing says: synchronous depth, fan-in and fan-out, and the",
      "product of availabilities.",
      "Exit status: 0 it ran, 2 the file or the arguments are wrong.",
    ].join("\n"),
    options: BLAST_OPTIONS,
    run: blastFile,
  },
  stability: {
    usage: "stability FILE[#VARIANT] [options]",
    summary:
      "Maps load times size of a trigger: where the design recovers and where it is metastable",
    details: [
      "The trigger is a fault of the file; its other faults, changes and load profiles are left out.",
      "A cell is metastable if goodput stays below 90 % of the usual 60 to 90 s after the trigger.",
      "Exit status: 0 it ran, 2 the file or the arguments are wrong.",
    ].join("\n"),
    options: STABILITY_OPTIONS,
    run: stabilityFile,
  },
  validate: {
    usage: "validate FILE[#VARIANT] ...",
    summary: "Checks scenario files without running them",
    details: [
      "Prints every problem with its path in the file.",
      "Exit status: 0 all files may be run, 2 one may not.",
    ].join("\n"),
    options: VALIDATE_OPTIONS,
    run: validateFiles,
  },
};

function overview(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(
    ([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`,
  );
  return [
    "Brownout simulates how services, brokers and their failures act together.",
    "",
    "Usage: brownout COMMAND [arguments]",
    "",
    ...lines,
    "",
    "brownout COMMAND --help tells more about one of them.",
    "",
  ].join("\n");
}

function helpOf({ usage, summary, details, options }: Command): string {
  return `${summary}.\n\nUsage: brownout ${usage}\n\n${optionsHelp(options)}\n\n${details}\n`;
}

/** Runs the command line and returns the exit status. */
export function brownout(args: readonly string[], terminal: Terminal): number {
  const [name, ...rest] = args;
  if (name === undefined) {
    terminal.err(overview());
    return EXIT_BAD_INPUT;
  }
  if (name === "--help" || name === "-h" || name === "help") {
    terminal.out(overview());
    return EXIT_OK;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    const names = Object.keys(COMMANDS);
    const near = nearestNames(name, names);
    const hint = near.length > 0 ? `Did you mean ${listOf(near)}?` : `Commands: ${listOf(names)}.`;
    terminal.err(`brownout: there is no command "${name}". ${hint}\n`);
    return EXIT_BAD_INPUT;
  }
  if (asksForHelp(rest)) {
    terminal.out(helpOf(command));
    return EXIT_OK;
  }
  try {
    return command.run(rest, terminal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.err(`brownout ${name}: ${error.message}\n`);
    return EXIT_BAD_INPUT;
  }
}
