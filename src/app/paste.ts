// Pasting onto the canvas: what is none of ours is refused with its reasons.
import { notifications } from "@mantine/notifications";
import { createElement } from "react";
import type { Problem } from "../../simulation/scenario/document.ts";
import { placeInSight } from "../canvas/pointer-place.ts";
import { pasteText } from "../store/clipboard-actions.ts";
import { PasteReasons } from "./PasteReasons.tsx";

const TOAST = "paste-refused";

function refuse(text: string, problems: readonly Problem[]): void {
  const isOurs = text.trimStart().startsWith("{");
  notifications.show({
    id: TOAST,
    color: "red",
    title: "Nothing was pasted",
    message: isOurs
      ? createElement(PasteReasons, { problems })
      : "The clipboard holds text, not a part of a drawing.",
  });
}

/** True if something was pasted or refused; without text there is nothing to say. */
export function pasteOrSay(text: string): boolean {
  if (text.trim() === "") return false;
  const result = pasteText(text, placeInSight());
  if (result.ok) notifications.hide(TOAST);
  else {
    const empty: Problem = {
      code: "empty",
      path: "",
      message: "there is no node in it",
      severity: "error",
    };
    refuse(text, result.problems.length > 0 ? result.problems : [empty]);
  }
  return true;
}
