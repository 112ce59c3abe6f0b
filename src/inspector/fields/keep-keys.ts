import type { KeyboardEvent } from "react";

/** Letters and arrows are the field's own; the page's shortcuts go on to the page. */
export function keepKeys(event: KeyboardEvent): void {
  const isShortcut = event.ctrlKey || event.metaKey || /^F\d+$/.test(event.key);
  if (!isShortcut) event.stopPropagation();
}
