// The pauses of a retry policy as the engine's formulas give them: v = base, or base × factor^(n−1),
// capped, then spread by the jitter.
import { isRecord } from "../fields/field-model.ts";

export interface Pause {
  readonly leastMs: number;
  readonly mostMs: number;
}

interface Backoff {
  readonly type: string;
  readonly baseMs: number;
  readonly factor: number;
  readonly capMs: number;
  readonly jitter: string;
}

function backoffOf(values: Readonly<Record<string, unknown>>): Backoff {
  const own = isRecord(values.backoff) ? values.backoff : {};
  const number = (name: string, other: number) => {
    const value = own[name];
    return typeof value === "number" ? value : other;
  };
  return {
    type: String(own.type ?? "none"),
    baseMs: number("baseMs", 0),
    factor: number("factor", 1),
    capMs: number("capMs", Number.POSITIVE_INFINITY),
    jitter: String(own.jitter ?? "none"),
  };
}

/** The first `count` pauses: before retry 1, 2, ... */
export function pausesOf(values: Readonly<Record<string, unknown>>, count: number): Pause[] {
  const backoff = backoffOf(values);
  const pauses: Pause[] = [];
  for (let retry = 1; retry <= count; retry += 1)
    pauses.push(pauseBefore(backoff, retry, pauses.at(-1)));
  return pauses;
}

function pauseBefore(backoff: Backoff, retry: number, before: Pause | undefined): Pause {
  const { type, baseMs, factor, capMs, jitter } = backoff;
  if (type === "none") return { leastMs: 0, mostMs: 0 };
  const grown = type === "exponential" ? baseMs * factor ** (retry - 1) : baseMs;
  const value = Math.min(capMs, grown);
  switch (jitter) {
    case "full":
      return { leastMs: 0, mostMs: value };
    case "equal":
      return { leastMs: value / 2, mostMs: value };
    case "decorrelated":
      return {
        leastMs: Math.min(capMs, baseMs),
        mostMs: Math.min(capMs, 3 * (before?.mostMs ?? baseMs)),
      };
    default:
      return { leastMs: value, mostMs: value };
  }
}
