// Entry of the `brownout` command.
import { heedBranchHints } from "./branch-hints.ts";
import { brownout } from "./command/brownout.ts";

// A reader that has seen enough (`| head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

heedBranchHints();
// Writing to a pipe may be slow: the status is set and Node ends once everything is written.
process.exitCode = brownout(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  errIsTerminal: process.stderr.isTTY === true,
});
