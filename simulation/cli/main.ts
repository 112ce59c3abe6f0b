// Entry of the `brownout` command.
import { brownout } from "./command/brownout.ts";

// Writing to a pipe may be slow: the status is set and Node ends once everything is written.
process.exitCode = brownout(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  errIsTerminal: process.stderr.isTTY === true,
});
