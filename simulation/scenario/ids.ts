// Identifiers of a scenario. Random streams hang on them, so they never follow a rename.

/** Names that would clash with totals or with JavaScript objects. */
const REFUSED = new Set(["all", "__proto__", "constructor", "prototype"]);

/** Ids of nodes, groups, faults, SLOs, variants and changes. */
export const ID_PATTERN = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** Names of operations and request types; they may follow the code's own spelling. */
export const NAME_PATTERN = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,62}$/;

export const ID_RULE = "1 to 63 of a-z, 0-9, _ and -, starting with a letter or digit; not `all`";
export const NAME_RULE = "1 to 63 of letters, digits, _ and -; not `all`";

export function isId(text: string): boolean {
  return ID_PATTERN.test(text) && !REFUSED.has(text);
}

export function isName(text: string): boolean {
  return NAME_PATTERN.test(text) && !REFUSED.has(text);
}

/** Keys that must not occur anywhere in a file. */
export function isForbiddenKey(key: string): boolean {
  return key === "__proto__" || key === "constructor" || key === "prototype";
}

export interface EdgeEnds {
  readonly from: string;
  readonly to: string;
  /** 1 for the first edge between two nodes, which is not written. */
  readonly number: number;
}

/** Takes `from->to`, `from->to#2`, and the forms with a colon for shells; null if it is neither. */
export function parseEdgeId(text: string): EdgeEnds | null {
  const match = /^(.+?)(?:->|:)(.+?)(?:#([1-9]\d{0,3}))?$/.exec(text);
  if (match === null) return null;
  const [, from, to, number] = match;
  if (!isId(from) || !isId(to)) return null;
  return { from, to, number: number === undefined ? 1 : Number(number) };
}

/** The key of an edge in the file. */
export function edgeId(from: string, to: string, number = 1): string {
  return number === 1 ? `${from}->${to}` : `${from}->${to}#${number}`;
}

/** Code-point order, the order in which everything is compiled. */
export function compareIds(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
