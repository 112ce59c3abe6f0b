// Numbers as people type and read them: in which unit a value is shown, what an entry means, and
// why it may not stand. Shared by the fields of the inspector and the cells of the table.
import { parseQuantity } from "../../simulation/scenario/quantity.ts";

export interface ShownUnit {
  readonly unit: string;
  /** The value is the shown number times this. */
  readonly factor: number;
}

const MINUTE_MS = 60_000;

/** Units of durations and from which value on they are used, ms. */
const DURATIONS = [
  { unit: "d", factor: 86_400_000, from: 172_800_000 },
  { unit: "h", factor: 3_600_000, from: 7_200_000 },
  { unit: "min", factor: MINUTE_MS, from: 600_000 },
  { unit: "s", factor: 1000, from: 1000 },
] as const;

/** The longest unit in which a duration of so many ms is easily read. */
function longest(ms: number): ShownUnit {
  return DURATIONS.find(({ from }) => ms >= from) ?? { unit: "ms", factor: 1 };
}

/** The unit in which a value is shown and a bare typed number is taken. */
export function shownUnit(unit: string, value: number): ShownUnit {
  switch (unit) {
    case "ratio":
      return { unit: "%", factor: 0.01 };
    case "1/s":
      return { unit: "/s", factor: 1 };
    case "ms":
      return { unit: longest(value).unit, factor: longest(value).factor };
    case "s": {
      const { unit: longer, factor } = longest(value * 1000);
      return factor > MINUTE_MS ? { unit: longer, factor: factor / 1000 } : { unit, factor: 1 };
    }
    default:
      return { unit, factor: 1 };
  }
}

/** Digits of a field: exact up to six of them, without trailing zeros. */
export function fieldText(value: number, { factor }: ShownUnit): string {
  return String(Number((value / factor).toPrecision(6)));
}

/** Reads "2.5", "300ms", "5%"; NaN if it is no number. `field` tells seconds from milliseconds. */
export function readEntry(text: string, shown: ShownUnit, field: string): number {
  const typed = text.trim().replace(",", ".").replace("\u2212", "-");
  if (typed === "") return Number.NaN;
  const bare = Number(typed);
  if (!Number.isNaN(bare)) return Number((bare * shown.factor).toPrecision(12));
  return parseQuantity(typed, field) ?? Number.NaN;
}

/** What a number may be; `unit` as in the definition, "ratio" for shares. */
export interface NumberBounds {
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
  readonly unit: string;
}

/** Why a number cannot stand there, as a sentence; null if it can. */
export function refusalOf(value: number, { min, max, integer, unit }: NumberBounds): string | null {
  if (Number.isNaN(value)) return "This is not a number.";
  if (integer && !Number.isInteger(value)) return "Only whole numbers are possible here.";
  if (value >= min && value <= max) return null;
  const bound = (limit: number) => {
    const shown = shownUnit(unit, Math.abs(limit));
    return `${Number(fieldText(limit, shown)).toLocaleString("en-US")} ${shown.unit}`.trim();
  };
  return value < min ? `At least ${bound(min)}.` : `At most ${bound(max)}.`;
}
