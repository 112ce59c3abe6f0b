// What happened in a run, in words, for the summaries of the command.
import { loopClause } from "../../analysis/loops.ts";
import type { RunResult } from "../../results/run-result.ts";
import type { RecoveryResult } from "../../results/story.ts";
import { percent } from "./table.ts";

/** The sentences of the story, then how long everything took. */
export function storyLines({ story = [], recovery, cascade }: RunResult): string[] {
  if (cascade.length === 0) return story.map(({ text }) => text);
  const times = recovery === undefined ? [] : timesOf(recovery);
  const { metastable = null } = recovery ?? {};
  const lines = story.map(({ text }) => text);
  if (times.length > 0) lines.push(`${times.join(", ")}.`);
  if (metastable !== null) {
    const loops = metastable.loops.map((loop) => `; ${loopClause(loop, (id) => id)}`).join("");
    lines.push(
      `Metastable: the trigger is over, goodput stays at ${percent(metastable.goodputRatio)} of the ` +
        `baseline's${loops}.`,
    );
  }
  return lines;
}

function timesOf(recovery: RecoveryResult): string[] {
  const { impactAtS, detectedAtS, spreadUntilS, recoveredAtS, faultEndAtS } = recovery;
  const at = (word: string, atS: number | null): string[] =>
    atS === null ? [] : [`${word} ${atS.toFixed(1)} s`];
  return [
    ...at("Users felt it at", impactAtS),
    ...at("the origin showed at", detectedAtS),
    ...at("the last node departed at", spreadUntilS),
    ...at("the last fault ended at", faultEndAtS),
    ...at("all was back at", recoveredAtS),
  ];
}
