// Pasting onto the canvas: what is none of ours is refused with its reasons.
import { notifications } from "@mantine/notifications";
import type { Problem } from "../../simulation/scenario/document.ts";
import { placeInSight } from "../canvas/pointer-place.ts";
import { pasteText } from "../store/clipboard-actions.ts";

const MOST_REASONS = 3;
const TOAST = "paste-refused";

function Reasons({ problems }: { readonly problems: readonly Problem[] }) {
  const errors = problems.filter(({ severity }) => severity === "error");
  const more = errors.length - MOST_REASONS;
  return (
    <ul className="toast-reasons">
      {errors.slice(0, MOST_REASONS).map(({ code, path, message }) => (
        <li key={`${code} ${path}`}>
          {path !== "" && <code>{path}</code>} {message}
        </li>
      ))}
      {more > 0 && <li>and {more} more</li>}
    </ul>
  );
}

function refuse(text: string, problems: readonly Problem[]): void {
  const isOurs = text.trimStart().startsWith("{");
  notifications.show({
    id: TOAST,
    color: "red",
    title: "Nothing was pasted",
    message: isOurs ? (
      <Reasons problems={problems} />
    ) : (
      "The clipboard holds text, not a part of a drawing."
    ),
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
