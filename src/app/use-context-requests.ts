import { useLayoutEffect } from "react";
import { openContextMenu } from "./context-target.ts";

function isMenuKey(event: KeyboardEvent): boolean {
  return event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
}

function onMenuKey(event: KeyboardEvent): void {
  if (!isMenuKey(event) || !(event.target instanceof Element)) return;
  const { left, top, width, height } = event.target.getBoundingClientRect();
  const isRegion = event.target.matches(".canvas, body");
  const screen = isRegion
    ? { x: left + width / 2, y: top + height / 2 }
    : { x: left + Math.min(24, width / 2), y: top + Math.min(24, height) };
  const canvas = document.querySelector(".canvas, .table-view");
  const element = event.target === document.body ? (canvas ?? event.target) : event.target;
  if (openContextMenu(element, screen)) event.preventDefault();
}

/** The browser also asks by itself after the keys above; the menu that is open then stays. */
function onContextMenu(event: MouseEvent): void {
  if (!(event.target instanceof Element)) return;
  if (event.target.closest("[role=menu]")) event.preventDefault();
  else if (openContextMenu(event.target, { x: event.clientX, y: event.clientY })) {
    event.preventDefault();
  }
}

/** Listens from the first paint on; the menu itself comes later and then shows what was asked for. */
export function useContextRequests(): void {
  useLayoutEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    document.addEventListener("contextmenu", onContextMenu, { signal });
    document.addEventListener("keydown", onMenuKey, { signal });
    return () => stop.abort();
  }, []);
}
