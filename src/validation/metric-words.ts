// Names of measures and parameters as the file of cases has them, in words and units.

const UNITS: readonly (readonly [suffix: RegExp, unit: string])[] = [
  [/_ms$/, "ms"],
  [/_(rps|per_s)$/, "/s"],
  [/_s$/, "s"],
];

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^sojourn/, "time in system"],
  [/^wait\b/, "wait"],
  [/^p_wait$/, "share that waits"],
  [/^erlang_c_p_wait$/, "share that waits"],
  [/^p_(block|reject)$/, "share refused"],
  [/^p_abandon$/, "share that gives up"],
  [/^p_empty/, "share of time empty"],
  [/^mean_in_system/, "mean number in system"],
  [/^mean_queue_len/, "mean queue length"],
  [/^lambda(\d*)(_total)?$/, "arrivals $1"],
  [/^service_mean$/, "mean service"],
  [/^service_means$/, "mean services"],
  [/^service_cv2$/, "squared variation of service"],
  [/^capacity_total$/, "room in all"],
  [/^queue_limit$/, "room in the queue"],
];

export interface Named {
  readonly label: string;
  /** "ms", "s", "/s" or "" where it is a number or share. */
  readonly unit: string;
}

/** `sojourn_p95_ms` as "time in system, p95" in ms. */
export function namedInWords(name: string): Named {
  let rest = name;
  let unit = "";
  for (const [suffix, symbol] of UNITS) {
    if (unit !== "" || !suffix.test(rest)) continue;
    unit = symbol;
    rest = rest.replace(suffix, "");
  }
  const known = WORDS.find(([pattern]) => pattern.test(rest));
  const worded = known ? rest.replace(known[0], known[1]) : rest;
  const label = worded
    .replace(/[._](mean|std|p\d+)(?=$|[_.])/g, ", $1")
    .replace(/[._]+/g, " ")
    .replace(/\bstd\b/, "standard deviation")
    .replace(/\s+(?=,)/g, "")
    .trim();
  return { label: label.charAt(0).toUpperCase() + label.slice(1), unit };
}

/** A short value of a parameter: numbers by six digits, lists in brackets. */
function valueText(value: unknown): string {
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .map(([name, entry]) => `${name} ${valueText(entry)}`)
      .join(", ");
  }
  return String(value);
}

export interface ParameterText {
  readonly name: string;
  readonly label: string;
  readonly value: string;
}

export function parameterTexts(parameters: Readonly<Record<string, unknown>>): ParameterText[] {
  return Object.entries(parameters).map(([name, value]) => {
    const { label, unit } = namedInWords(name);
    const space = unit === "" || unit === "/s" ? "" : " ";
    return { name, label, value: `${valueText(value)}${space}${unit}` };
  });
}

const MINUS = "\u2212";
const DECIMALS_MAX = 9;

function grouped(x: number, decimals: number): string {
  const [whole = "", fraction] = Math.abs(x).toFixed(decimals).split(".");
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (fraction ? `.${fraction}` : "");
  return x < 0 && Number(x.toFixed(decimals)) !== 0 ? MINUS + text : text;
}

/** Decimals so that a standard error keeps two digits; without one, six digits of the value. */
export function decimalsFor(value: number, error: number | null): number {
  const exact = error === null || !(error > 0);
  const size = exact ? Math.abs(value) : error;
  if (!(size > 0)) return 0;
  return Math.min(DECIMALS_MAX, Math.max(0, (exact ? 5 : 1) - Math.floor(Math.log10(size))));
}

/** A number with so many decimals, thousands by comma. */
export function decimalText(value: number, decimals: number): string {
  return Number.isFinite(value) ? grouped(value, decimals) : "–";
}

/** The same without the zeros at its end: for numbers that are exact. */
export function exactText(value: number, decimals: number): string {
  const text = decimalText(value, decimals);
  return text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
}
