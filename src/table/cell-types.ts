// What can stand in a cell that is edited: how a value reads, what one types to change it, and how it
// sorts. A cell writes the same paths as the inspector's fields.
import type { DistributionParam, NumberParam } from "../../simulation/kinds/define.ts";
import type { Json } from "../../simulation/scenario/document.ts";
import { meanOf, withMean } from "../store/mean-time.ts";
import { fieldText, readEntry, refusalOf, shownUnit } from "../store/number-entry.ts";
import { formatInUnit } from "../ui/format.ts";

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** What was typed, as a value at a path, or the reason why it cannot be. */
export type Reading = { readonly path: string; readonly value: Json } | { readonly reason: string };

export interface ParamCell {
  /** Path in the grammar of `--set`. */
  readonly path: string;
  /** What holds without an explicit value. */
  readonly fallback: unknown;
  readonly help: string;
  /** Given: one is chosen; else typed. */
  readonly options?: readonly Option[];
  readonly text: (value: unknown) => string;
  /** What the field holds when the edit begins. */
  readonly draft: (value: unknown) => string;
  readonly sortKey: (value: unknown) => number | string;
  readonly read: (draft: string, value: unknown) => Reading;
}

/** Words for "no limit" that are taken beside those of the parameter. */
const NOTHING = new Set(["", "-", "–", "none", "null", "off"]);

export function meansNothing(draft: string, nullMeans: string | undefined): boolean {
  const word = draft.trim().toLowerCase();
  return NOTHING.has(word) || word === nullMeans?.toLowerCase();
}

/** Longest words for "no limit" that a cell has room for. */
const MOST_LETTERS = 10;

/** What null means, if that is short ("unlimited", "off"), else "none". */
export function shortNull(nullMeans: string | undefined): string {
  const words = nullMeans?.split(/[:,;]/)[0] ?? "none";
  return words.length <= MOST_LETTERS ? words : "none";
}

function fieldOf(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

/** A number as typed, in the unit in which the value before it was shown. */
export function readNumber(
  draft: string,
  before: number,
  param: Pick<NumberParam, "unit" | "min" | "max" | "integer">,
  field: string,
): { readonly value: number } | { readonly reason: string } {
  const shown = shownUnit(param.unit, Math.abs(before));
  const value = readEntry(draft.replace(/,(?=\d{3}\b)/g, ""), shown, field);
  const { unit, min, max, integer = false } = param;
  const reason = refusalOf(value, { unit, min, max, integer });
  return reason === null ? { value } : { reason };
}

export function numberDraft(value: number, unit: string): string {
  return fieldText(value, shownUnit(unit, Math.abs(value)));
}

export function numberCell(path: string, param: NumberParam, fallback: unknown): ParamCell {
  return {
    path,
    fallback,
    help: param.help,
    text: (value) =>
      typeof value === "number" ? formatInUnit(value, param.unit) : shortNull(param.nullMeans),
    draft: (value) => (typeof value === "number" ? numberDraft(value, param.unit) : ""),
    sortKey: (value) => (typeof value === "number" ? value : Number.POSITIVE_INFINITY),
    read: (draft, value) => {
      if (param.nullMeans !== undefined && meansNothing(draft, param.nullMeans)) {
        return { path, value: null };
      }
      const read = readNumber(draft, Number(value ?? 0), param, fieldOf(path));
      return "reason" in read ? read : { path, value: read.value };
    },
  };
}

const LONGEST_MS = 86_400_000;

/** The mean of a time that is drawn anew each time. */
export function meanCell(path: string, param: DistributionParam, fallback: unknown): ParamCell {
  const bounds = { unit: param.unit, min: 0, max: LONGEST_MS };
  return {
    path,
    fallback,
    help: `${param.help} The table writes its mean; the shape stays.`,
    text: (value) => formatInUnit(meanOf(value, param.unit), param.unit),
    draft: (value) => {
      const mean = meanOf(value, param.unit);
      return Number.isNaN(mean) ? "" : numberDraft(mean, param.unit);
    },
    sortKey: (value) => meanOf(value, param.unit),
    read: (draft, value) => {
      const read = readNumber(draft, meanOf(value, param.unit), bounds, fieldOf(path));
      if ("reason" in read) return read;
      const literal = withMean(value, param.unit, read.value);
      if (literal !== null) return { path, value: literal as Json };
      return { reason: "This law's mean follows from its parts: edit them in the inspector." };
    },
  };
}

export function choiceCell(
  path: string,
  options: readonly Option[],
  fallback: unknown,
  help: string,
): ParamCell {
  const labelOf = (value: unknown) =>
    options.find((option) => option.value === value)?.label ?? String(value);
  return {
    path,
    fallback,
    help,
    options,
    text: labelOf,
    draft: String,
    sortKey: labelOf,
    read: (draft) => ({ path, value: draft }),
  };
}
