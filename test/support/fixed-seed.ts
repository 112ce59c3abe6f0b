// Random tests of the normal run draw the same each time, so that a change alone makes them fail. The
// long suite draws anew; what it finds is printed with its seed, and pinned by it.
import fc from "fast-check";

if (process.env.BROWNOUT_FULL !== "1") {
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_122 });
}
