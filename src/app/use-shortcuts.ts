// Shortcuts that hold everywhere, from the table of commands. On the canvas and the timeline their own
// keys come first; while one types only those that are meant for it hold.
import { useLayoutEffect } from "react";
import { currentPlaces } from "../canvas/current-places.ts";
import { isLink, openLink } from "../files/share/links.ts";
import { loadChecks } from "../store/checking.ts";
import { copySelected, cutSelected } from "../store/clipboard-actions.ts";
import { remove } from "../store/document-actions.ts";
import { copySelectedFaults, pasteFaults } from "../store/fault-clipboard.ts";
import { usePreferences } from "../store/preferences.ts";
import { canCheck } from "../store/scenario-port.ts";
import { patchView, studio } from "../store/studio-store.ts";
import { COMMANDS, isAvailable } from "./commands.ts";
import { isSingleKey, matches } from "./keys.ts";
import { pasteOrSay } from "./paste.ts";

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function isReadOnly(): boolean {
  return studio.getState().view.readOnly;
}

/** A dialog and a menu have their own keys; what lies under them must not change unseen. */
function isUnderDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("[role=dialog], [role=menu]") !== null;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  const typing = isTyping(event.target);
  const { singleKeys } = usePreferences.getState();
  const command = COMMANDS.find(({ keys = [], whileTyping = false }) =>
    keys.some(
      (combination) =>
        matches(event, combination) &&
        (whileTyping || !(typing || isUnderDialog(event.target))) &&
        (singleKeys || !isSingleKey(combination)),
    ),
  );
  if (!command || (command.edits && isReadOnly())) return;
  event.preventDefault();
  if (isAvailable(command, studio.getState())) command.run();
}

/** Copying goes by the page's own events: they need neither permission nor https. */
function onCopy(event: ClipboardEvent): void {
  if (isTyping(event.target) || !document.getSelection()?.isCollapsed) return;
  const isCut = event.type === "cut" && !isReadOnly();
  const drawn = isCut ? cutSelected(currentPlaces()) : copySelected(currentPlaces());
  const text = drawn ?? copySelectedFaults();
  if (text === null) return;
  event.clipboardData?.setData("text/plain", text);
  event.preventDefault();
  if (isCut && drawn === null) remove(studio.getState().selection.ids);
}

/** The reason stands where refused breaks are told. */
function sayWhyNotPasted(reason: string | null): void {
  if (reason) patchView({ breakRefusal: reason });
}

function onPaste(event: ClipboardEvent): void {
  if (isTyping(event.target) || isReadOnly()) return;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!canCheck()) {
    event.preventDefault();
    void loadChecks().then(() => takePasted(text));
  } else if (takePasted(text)) event.preventDefault();
}

/** False if the text says nothing to the drawing. */
function takePasted(text: string): boolean {
  if (isLink(text)) {
    void openLink(text);
    return true;
  }
  const refused = pasteFaults(text);
  if (refused === null) return pasteOrSay(text);
  sayWhyNotPasted(refused);
  return false;
}

export function useShortcuts(): void {
  // Before the page is seen: a key that is pressed at once counts too.
  useLayoutEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    window.addEventListener("keydown", onKeyDown, { signal });
    document.addEventListener("copy", onCopy, { signal });
    document.addEventListener("cut", onCopy, { signal });
    document.addEventListener("paste", onPaste, { signal });
    return () => stop.abort();
  }, []);
}
