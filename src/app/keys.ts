// Key combinations as they are written in the table of commands: "mod+shift+s", "?", "F6". `mod` is
// Ctrl, or Command on a Mac.

export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Signs need Shift on some keyboards and not on others, so for them it does not count. */
function isSign(key: string): boolean {
  return key.length === 1 && key.toLowerCase() === key.toUpperCase();
}

export function matches(pressed: Pressed, combination: string): boolean {
  const parts = combination.split("+");
  const key = parts.at(-1) ?? "";
  if (pressed.key.toLowerCase() !== key.toLowerCase()) return false;
  if (pressed.altKey !== parts.includes("alt")) return false;
  if ((pressed.ctrlKey || pressed.metaKey) !== parts.includes("mod")) return false;
  return isSign(key) || pressed.shiftKey === parts.includes("shift");
}

/** A combination that is one sign or letter: it must not act where one types. */
export function isSingleKey(combination: string): boolean {
  return combination.length === 1;
}

export function onMac(platform: string = navigator.platform): boolean {
  return /^(Mac|iP)/.test(platform);
}

const WORDS: Readonly<Record<string, string>> = {
  mod: "Ctrl",
  shift: "Shift",
  alt: "Alt",
  enter: "Enter",
  delete: "Delete",
};
const MAC_WORDS: Readonly<Record<string, string>> = { ...WORDS, mod: "⌘", alt: "⌥", shift: "⇧" };

/** As people read it: "Ctrl Shift S". */
export function keyWords(combination: string, mac: boolean = onMac()): string {
  const words = mac ? MAC_WORDS : WORDS;
  if (combination === "+") return combination;
  return combination
    .split("+")
    .map((part) => words[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(" ");
}
