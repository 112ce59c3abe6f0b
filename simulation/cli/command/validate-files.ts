// `brownout validate FILE ...`: checks files without running them.
import { type OptionSpecs, parseCommandLine, UsageError } from "./options.ts";
import { loadScenarioFile, parseReference, problemLine } from "./scenario-file.ts";
import { EXIT_BAD_INPUT, EXIT_OK, type Terminal } from "./terminal.ts";

export const VALIDATE_OPTIONS: OptionSpecs = {};

/** Problems go to standard output, since they are the result. 0: every file may be run. */
export function validateFiles(args: readonly string[], terminal: Terminal): number {
  const { positionals } = parseCommandLine(args, VALIDATE_OPTIONS);
  if (positionals.length === 0) throw new UsageError("Name at least one scenario file.");
  let bad = 0;
  for (const name of positionals) {
    const result = loadScenarioFile(parseReference(name));
    for (const problem of result.problems) terminal.out(problemLine(name, problem));
    if (result.ok) terminal.out(`${name}: ok\n`);
    else bad++;
  }
  return bad === 0 ? EXIT_OK : EXIT_BAD_INPUT;
}
