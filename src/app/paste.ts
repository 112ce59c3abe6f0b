// Pasting onto the canvas: what is none of ours is refused with its reasons.
import type { Problem } from "../../simulation/scenario/document.ts";
import { placeInSight } from "../canvas/pointer-place.ts";
import { pasteText } from "../store/clipboard-actions.ts";
import { dismissToast, tell } from "../store/toasts.ts";

const MOST_REASONS = 3;

function reasonsIn(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return "there is nothing in it to draw.";
  const said = errors
    .slice(0, MOST_REASONS)
    .map(({ path, message }) => `${path} ${message}`.trim());
  const more = errors.length - said.length;
  return `${said.join("; ")}${more > 0 ? `; and ${more} more` : ""}.`;
}

let refused: number | null = null;

/** True if something was pasted or refused; without text there is nothing to say. */
export function pasteOrSay(text: string): boolean {
  if (text.trim() === "") return false;
  if (refused !== null) dismissToast(refused);
  refused = null;
  const result = pasteText(text, placeInSight());
  if (result.ok) return true;
  const isOurs = text.trimStart().startsWith("{");
  const why = isOurs
    ? reasonsIn(result.problems)
    : "the clipboard holds text, no part of a drawing.";
  refused = tell(`Nothing was pasted: ${why}`);
  return true;
}
