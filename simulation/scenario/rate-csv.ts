// A recorded series of rates as a table of text: a time and a rate a line. Meant for what monitoring
// tools export, so it takes commas, semicolons and tabs, a header or none, and timestamps.

export type RatePoint = readonly [atS: number, ratePerS: number];

export interface CsvProblem {
  /** Counted from 1; 0: the text as a whole. */
  readonly line: number;
  readonly message: string;
}

export type RateCsv =
  | { readonly ok: true; readonly points: readonly RatePoint[] }
  | { readonly ok: false; readonly problems: readonly CsvProblem[] };

export const RATE_LINES_MAX = 100_000;
const PROBLEMS_MAX = 20;

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

interface Columns {
  readonly time: number;
  readonly rate: number;
  /** Seconds of one unit of the time column, and units of the rate per one per second. */
  readonly timeUnitS: number;
  readonly rateUnitPerS: number;
}

const DELIMITERS = ["\t", ";", ","] as const;

/** The delimiter that the first line has; a semicolon or tab leaves the comma to the numbers. */
function delimiterOf(text: string): string {
  const [first = ""] = text.split("\n", 1);
  return DELIMITERS.find((delimiter) => first.includes(delimiter)) ?? ",";
}

function rowsOf(text: string, delimiter: string): Row[] {
  return text
    .split(/\r\n|\n|\r/)
    .map((content, index) => ({ content: content.trim(), line: index + 1 }))
    .filter(({ content }) => content !== "" && !content.startsWith("#"))
    .map(({ content, line }) => ({
      line,
      cells: content.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1")),
    }));
}

function numberIn(cell: string, delimiter: string): number {
  const text = delimiter === "," ? cell : cell.replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

const TIMESTAMP =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d(?:[.,]\d+)?))?)?\s*(Z|UTC|([+-])(\d\d):?(\d\d))?$/;

/** Days from 1970-01-01 in the Gregorian calendar; years begin in March, so leap days come last. */
function daysFrom1970(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const m = month > 2 ? month - 3 : month + 9;
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return y * 365 + leapDays + Math.floor((153 * m + 2) / 5) + day - 1 - 719_468;
}

/** Seconds since 1970 of an ISO 8601 timestamp, UTC where it names no zone; NaN if it is none. */
function secondsOfTimestamp(cell: string): number {
  const match = TIMESTAMP.exec(cell);
  if (match === null) return Number.NaN;
  const [year, month, day, hour, minute] = match.slice(1, 6).map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59) return Number.NaN;
  const second = Number((match[6] ?? "0").replace(",", "."));
  if (second >= 61) return Number.NaN;
  const ahead = (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0)) * 60;
  const offset = match[8] === "-" ? -ahead : ahead;
  return daysFrom1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset;
}

/** Larger numbers in a time column count from 1970: seconds, or from 1e11 on milliseconds. */
const CALENDAR_S = 1e8;
const CALENDAR_MS = 1e11;

/** Seconds since 1970 of a time as text or number; NaN if it is none of the calendar. */
function calendarSeconds(cell: string, number: number): number {
  if (Number.isNaN(number)) return secondsOfTimestamp(cell);
  if (number < CALENDAR_S) return Number.NaN;
  return number >= CALENDAR_MS ? number / 1000 : number;
}

const TIME_NAME =
  /^(t|at|time|timestamp|ts|date|datetime|offset)(_?(ms|s|sec|seconds|min|minutes|h|hours))?$/;
const RATE_NAME = /^(rate|rps|qps|tps|requests)(_?(per_?|\/)(ms|s|sec|second|min|minute|h|hour))?$/;

function secondsPer(unit: string | undefined): number {
  if (unit === undefined) return 1;
  if (unit === "ms") return 0.001;
  if (unit.startsWith("min")) return 60;
  return unit.startsWith("h") ? 3600 : 1;
}

/** Columns by the names of a header; null where a name is not known and the order must tell. */
function columnsOf(cells: readonly string[]): Columns | null {
  const names = cells.map((cell) =>
    cell
      .toLowerCase()
      .replaceAll(/[\s()[\]]+/g, "_")
      .replace(/_$/, ""),
  );
  const time = names.findIndex((name) => TIME_NAME.test(name));
  const rate = names.findIndex((name, at) => at !== time && RATE_NAME.test(name));
  if (time < 0 || rate < 0) return null;
  return {
    time,
    rate,
    timeUnitS: secondsPer(TIME_NAME.exec(names[time])?.[3]),
    rateUnitPerS: 1 / secondsPer(RATE_NAME.exec(names[rate])?.[4]),
  };
}

const FIRST_TWO: Columns = { time: 0, rate: 1, timeUnitS: 1, rateUnitPerS: 1 };

class Reader {
  readonly problems: CsvProblem[] = [];
  readonly points: RatePoint[] = [];
  private readonly delimiter: string;
  private readonly columns: Columns;
  /** Of the first line, where its time is one of the calendar; null: times are plain numbers. */
  private startS: number | null = null;

  constructor(delimiter: string, columns: Columns) {
    this.delimiter = delimiter;
    this.columns = columns;
  }

  private refuse(line: number, message: string): void {
    this.problems.push({ line, message });
  }

  /**
   * Seconds since the first line where that has a time of the calendar, else as they are: the first
   * line decides for all, so that a long series in ms does not turn into dates. NaN if it is none.
   */
  private timeIn(cell: string): number {
    const number = numberIn(cell, this.delimiter);
    const seconds = calendarSeconds(cell, number);
    if (this.points.length === 0 && !Number.isNaN(seconds)) this.startS = seconds;
    return this.startS === null ? number * this.columns.timeUnitS : seconds - this.startS;
  }

  read({ line, cells }: Row): void {
    const { time, rate, rateUnitPerS } = this.columns;
    if (cells.length <= Math.max(time, rate)) {
      this.refuse(line, `has ${cells.length} columns, needs a time and a rate`);
      return;
    }
    const atS = this.timeIn(cells[time]);
    const ratePerS = numberIn(cells[rate], this.delimiter) * rateUnitPerS;
    const before = this.points.at(-1)?.[0];
    if (Number.isNaN(atS)) this.refuse(line, `"${cells[time].slice(0, 30)}" is no time`);
    else if (atS < 0) this.refuse(line, `the time ${atS} s is before the start`);
    else if (Number.isNaN(ratePerS)) this.refuse(line, `"${cells[rate].slice(0, 30)}" is no rate`);
    else if (ratePerS < 0) this.refuse(line, "a rate cannot be negative");
    else if (before !== undefined && atS < before) {
      this.refuse(line, "the times must ascend");
    } else this.points.push([atS, ratePerS]);
  }
}

/**
 * Reads a series of rates per second. Columns by a header such as `t_s,rate_per_s` (units ms, s, min, h
 * in the names), without one the first two. Timestamps (ISO 8601, or seconds or milliseconds since
 * 1970) count from the first line. All problems at once, by line.
 */
export function parseRateCsv(text: string): RateCsv {
  const content = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const delimiter = delimiterOf(content.trimStart());
  const [first, ...rest] = rowsOf(content, delimiter);
  const whole = (message: string): RateCsv => ({ ok: false, problems: [{ line: 0, message }] });
  if (first === undefined) return whole("there is no line with a time and a rate");
  if (rest.length > RATE_LINES_MAX) return whole(`more than ${RATE_LINES_MAX} lines`);
  const isHeader = first.cells.every((cell) => !/^[+-]?[\d.]/.test(cell));
  const columns = isHeader ? columnsOf(first.cells) : FIRST_TWO;
  if (columns === null && first.cells.length !== 2) {
    const message = "names no columns of time and rate: call them t_s and rate_per_s";
    return { ok: false, problems: [{ line: first.line, message }] };
  }
  const reader = new Reader(delimiter, columns ?? FIRST_TWO);
  for (const row of isHeader ? rest : [first, ...rest]) {
    reader.read(row);
    if (reader.problems.length >= PROBLEMS_MAX) break;
  }
  const { problems, points } = reader;
  if (problems.length > 0) return { ok: false, problems };
  return points.length > 0
    ? { ok: true, points }
    : whole("there is no line with a time and a rate");
}
