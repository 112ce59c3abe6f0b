// Between throughput, slots and mean time there is one law (Little 1961): slots = throughput x time.
import { momentsOf } from "../store/distribution-shapes.ts";
import { readLiteral } from "./fields/distribution-edits.ts";
import type { Literal } from "./fields/distribution-forms.ts";
import { isRecord } from "./fields/field-model.ts";

/** Mean of a service time, ms; null where the literal is wrong or has no mean. */
export function meanMsOf(literal: unknown): number | null {
  if (typeof literal !== "number" && !isRecord(literal)) return null;
  const spec = readLiteral(literal, "ms");
  const mean = spec ? momentsOf(spec).meanMs : Number.NaN;
  return Number.isFinite(mean) ? mean : null;
}

/** Requests per second of `slots` that are each held for `holdMs`; null: nothing limits them. */
export function throughputPerS(slots: number | null, holdMs: number): number | null {
  return slots === null || holdMs <= 0 ? null : (slots * 1000) / holdMs;
}

/** Time that a slot is held where `slots` of them do `perS` together, ms. */
export function holdMsFor(slots: number, perS: number): number {
  return (slots * 1000) / perS;
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

/** Multiplies all times of a literal: lists and parts too. */
function scaled(value: unknown, name: string, factor: number): unknown {
  if (typeof value === "number") return name.endsWith("Ms") ? rounded(value * factor) : value;
  if (Array.isArray(value)) {
    // [share, time] pairs and parts keep what is no time.
    return value.map((item) =>
      Array.isArray(item)
        ? item.map((part, at) => (at === 1 ? rounded(Number(part) * factor) : part))
        : scaled(item, name, factor),
    );
  }
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, scaled(inner, key, factor)]),
  );
}

/** The same distribution stretched to another mean; a fixed time where it cannot be. */
export function withMean(literal: unknown, meanMs: number): Literal {
  const wanted = rounded(meanMs);
  const present = meanMsOf(literal);
  if (!isRecord(literal) || present === null || present <= 0) return wanted;
  const stretched = scaled(literal, "", meanMs / present) as Literal;
  const reached = meanMsOf(stretched);
  const isReached = reached !== null && Math.abs(reached / meanMs - 1) < 1e-3;
  return isReached ? stretched : wanted;
}
