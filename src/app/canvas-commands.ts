// The commands on what is drawn: aligning, grouping, notes.

import { selectedRects } from "../canvas/arrange/arrange-actions.ts";
import { ARRANGE_COMMANDS } from "../canvas/arrange/arrange-commands.ts";
import { type Entry, group } from "./command.ts";

export const CANVAS = group(
  "Canvas",
  ARRANGE_COMMANDS.map(
    ({ id, label, run, words = "", keys, least = 0 }): Entry => [
      id,
      label,
      run,
      {
        words,
        edits: true,
        ...(keys ? { keys } : {}),
        ...(least > 0 ? { when: () => selectedRects().size >= least } : {}),
      },
    ],
  ),
);
