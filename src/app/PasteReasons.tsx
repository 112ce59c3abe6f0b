import type { Problem } from "../../simulation/scenario/document.ts";

const MOST_REASONS = 3;

/** Why a text cannot be pasted: the first few of its errors. */
export function PasteReasons({ problems }: { readonly problems: readonly Problem[] }) {
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
