// The pauses of a retry policy as the engine's formulas give them: v = base, or base × factor^(n−1),
// capped, then spread by the jitter.
import { isRecord } from "../fields/field-model.ts";

export interface Pause {
  readonly leastMs: number;
  /** Infinity where the pause is drawn without bound. */
  readonly mostMs: number;
  readonly meanMs: number;
}

interface Backoff {
  readonly type: string;
  readonly baseMs: number;
  readonly factor: number;
  readonly capMs: number;
  readonly jitter: string;
  readonly jitterRatio: number;
  readonly jitterMs: number;
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
    jitterRatio: number("jitterRatio", 0),
    jitterMs: number("jitterMs", 0),
  };
}

/** Attempts that a retry makes at most: those asked for, or as many as its library makes; null = any. */
export function attemptsOf(values: Readonly<Record<string, unknown>>): number | null {
  const { maxAttempts, attemptsCap } = values;
  const limits = [maxAttempts, attemptsCap].filter((value) => typeof value === "number");
  return limits.length === 0 ? null : Math.min(...limits);
}

/** The first `count` pauses: before retry 1, 2, ... */
export function pausesOf(values: Readonly<Record<string, unknown>>, count: number): Pause[] {
  const backoff = backoffOf(values);
  const pauses: Pause[] = [];
  for (let retry = 1; retry <= count; retry += 1)
    pauses.push(pauseBefore(backoff, retry, pauses.at(-1)));
  return pauses;
}

function evenly(leastMs: number, mostMs: number): Pause {
  return { leastMs, mostMs, meanMs: (leastMs + mostMs) / 2 };
}

function grownMs(type: string, baseMs: number, factor: number, retry: number): number {
  if (type === "linear") return baseMs * retry;
  return type === "exponential" ? baseMs * factor ** (retry - 1) : baseMs;
}

function pauseBefore(backoff: Backoff, retry: number, before: Pause | undefined): Pause {
  const { type, baseMs, factor, capMs, jitter, jitterRatio } = backoff;
  if (type === "none") return evenly(0, 0);
  const grown = grownMs(type, baseMs, factor, retry);
  const value = Math.min(capMs, grown);
  switch (jitter) {
    case "full":
      return evenly(0, value);
    case "equal":
      return evenly(value / 2, value);
    case "decorrelated":
      return evenly(Math.min(capMs, baseMs), Math.min(capMs, 3 * (before?.mostMs ?? baseMs)));
    case "multiplicative":
      return evenly(value * Math.max(0, 1 - jitterRatio), value * (1 + jitterRatio));
    case "added":
      return evenly(value, value + backoff.jitterMs);
    case "smooth":
      return smooth(backoff, retry);
    case "exponentialRandom":
      return { leastMs: 0, mostMs: Number.POSITIVE_INFINITY, meanMs: value };
    default:
      return evenly(value, value);
  }
}

/** Polly: the growth of f(t) = factor^t tanh(sqrt(4 t)) since the draw before, t in n − 1 .. n, scaled. */
function smooth({ baseMs, factor, capMs }: Backoff, retry: number): Pause {
  const at = (t: number) => factor ** t * Math.tanh(Math.sqrt(4 * t));
  const most = ((at(retry) - at(Math.max(0, retry - 2))) * baseMs) / 1.4;
  return evenly(0, Math.min(capMs, most));
}
