// What JSON.parse does not tell: where a text breaks, and keys that occur twice in one object, of which
// it would silently keep the last.
import type { ProblemList } from "./problem-list.ts";

/** "line 3, column 7" of an offset into a text. */
export function placeIn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return `line ${line}, column ${offset - before.lastIndexOf("\n")}`;
}

const MARK = /[{}[\],:]|-?\d[\d.eE+-]*|true|false|null|[ \t\r\n]+/y;
const QUOTE = 34;
const BACKSLASH = 92;

/** Offset behind the token that starts at `at`; -1 if none does. */
function endOfToken(text: string, at: number): number {
  if (text.charCodeAt(at) !== QUOTE) {
    MARK.lastIndex = at;
    return MARK.test(text) ? MARK.lastIndex : -1;
  }
  for (let index = at + 1; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === QUOTE) return index + 1;
    if (unit === BACKSLASH) index++;
    else if (unit < 32) return -1;
  }
  return -1;
}

interface Level {
  readonly keys: Set<string> | null;
  readonly path: string;
  key: string;
  index: number;
  expectsKey: boolean;
}

function open(isObject: boolean, above: Level | undefined): Level {
  const step = above === undefined ? "" : above.keys === null ? String(above.index) : above.key;
  const path = above === undefined ? "" : above.path === "" ? step : `${above.path}.${step}`;
  return { keys: isObject ? new Set() : null, path, key: "", index: 0, expectsKey: isObject };
}

/** Reports keys that an object has twice. The text must be valid JSON. */
export function checkDuplicateKeys(text: string, problems: ProblemList): void {
  const levels: Level[] = [];
  let at = 0;
  for (let end = endOfToken(text, 0); end > at; end = endOfToken(text, at)) {
    const first = text[at];
    const level = levels[levels.length - 1];
    if (first === "{" || first === "[") levels.push(open(first === "{", level));
    else if (first === "}" || first === "]") levels.pop();
    else if (first === "," && level !== undefined) {
      level.index++;
      level.expectsKey = level.keys !== null;
    } else if (first === '"' && level?.expectsKey) {
      noteKey(level, JSON.parse(text.slice(at, end)) as string, problems);
    }
    at = end;
  }
}

function noteKey(level: Level, key: string, problems: ProblemList): void {
  level.key = key;
  level.expectsKey = false;
  if (level.keys?.has(key)) {
    const path = level.path === "" ? key : `${level.path}.${key}`;
    problems.error("duplicate-key", [path], "stands here twice");
  }
  level.keys?.add(key);
}

/** Where a text stops being JSON, as far as its tokens tell; null if they are all sound. */
export function firstBadToken(text: string): string | null {
  let at = 0;
  while (at < text.length) {
    const end = endOfToken(text, at);
    if (end < 0) return placeIn(text, at);
    at = end;
  }
  return null;
}
