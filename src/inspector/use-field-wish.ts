// Follows a wish to see a field: opens what it is folded into, scrolls to it and puts the focus there.
import { useEffect, useState } from "react";
import { useFieldWish } from "../store/field-focus.ts";

const CONTROLS = "input:not([type=hidden]), select, textarea, button:not(.insp-reset)";

/** The field of a path, or of what it lies in. */
function placeOf(path: string): Element | null {
  for (let at = path; at.includes("."); at = at.slice(0, at.lastIndexOf("."))) {
    const place = document.querySelector(`.insp [data-path="${CSS.escape(at)}"]`);
    if (place) return place;
  }
  return null;
}

function show(path: string): void {
  const place = placeOf(path);
  if (!place) return;
  for (let at = place.parentElement; at; at = at.parentElement) {
    if (at instanceof HTMLDetailsElement) at.open = true;
  }
  place.scrollIntoView({ block: "center" });
  place.querySelector<HTMLElement>(CONTROLS)?.focus({ preventScroll: true });
}

/** For the inspector as a whole. */
export function useFieldWishes(): void {
  const { path, count } = useFieldWish();
  useEffect(() => {
    if (path === null || count === 0) return;
    // The panel of what was selected stands a frame later, and all of its fields some frames after.
    let frame = requestAnimationFrame(function look() {
      if (document.querySelector(".insp [data-filling]")) frame = requestAnimationFrame(look);
      else show(path);
    });
    return () => cancelAnimationFrame(frame);
  }, [path, count]);
}

/** The open tab of a panel. A wish for a field on another one opens it. */
export function useTab(first: string, tabOf: (path: string) => string) {
  const { path, count } = useFieldWish();
  const [seen, setSeen] = useState(0);
  const [tab, setTab] = useState(first);
  if (count !== seen) {
    setSeen(count);
    if (path !== null) setTab(tabOf(path));
  }
  const onChange = (next: string | null) => setTab(next ?? first);
  return { value: tab, onChange };
}
