// How numbers are written everywhere: three significant digits, a space before the unit, rates from
// 10 up without decimals, thousands with a comma, a true minus sign, an en dash for "no value".

export const NO_VALUE = "–";
const MINUS = "\u2212";

type MaybeNumber = number | null | undefined;

function isValue(x: MaybeNumber): x is number {
  return typeof x === "number" && Number.isFinite(x);
}

function withSign(x: number, digits: string): string {
  const zero = /^[0.,]*$/.test(digits);
  return x < 0 && !zero ? MINUS + digits : digits;
}

function withCommas(digits: string): string {
  const [whole = "", fraction] = digits.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `x` rounded to three significant digits; from 1,000 up to whole numbers. */
export function formatNumber(x: MaybeNumber): string {
  if (!isValue(x)) return NO_VALUE;
  const size = Math.abs(x);
  if (size === 0) return "0";
  if (size >= 999.5) return withSign(x, withCommas(size.toFixed(0)));
  if (size < 1e-6) return withSign(x, size.toExponential(2).replace("e-", `e${MINUS}`));
  return withSign(x, threeDigits(size));
}

function threeDigits(size: number): string {
  const decimals = Math.min(8, Math.max(0, 2 - Math.floor(Math.log10(size))));
  const text = size.toFixed(decimals);
  // Rounding up may have added a digit: 9.999 is 10.0, not 10.00.
  if (decimals > 0 && text.replace(/^0\.0*|\./g, "").length > 3) return size.toFixed(decimals - 1);
  return text;
}

/** A rate per second: `985/s`, `4.58/s`, `1.20 M/s`. */
export function formatRate(perS: MaybeNumber): string {
  if (!isValue(perS)) return NO_VALUE;
  const size = Math.abs(perS);
  if (size >= 999_500) return `${withSign(perS, formatNumber(size / 1e6))} M/s`;
  const digits = size >= 9.995 ? withCommas(size.toFixed(0)) : formatNumber(size);
  return `${withSign(perS, digits)}/s`;
}

const DURATIONS = [
  { unit: "µs", ms: 0.001, below: 0.9995 },
  { unit: "ms", ms: 1, below: 999.5 },
  { unit: "s", ms: 1000, below: 600_000 },
  { unit: "min", ms: 60_000, below: 7_200_000 },
  { unit: "h", ms: 3_600_000, below: 172_800_000 },
  { unit: "d", ms: 86_400_000, below: Number.POSITIVE_INFINITY },
] as const;

/** A duration given in ms: `600 µs`, `21.0 ms`, `4.58 s`, `12.5 min`. */
export function formatDuration(ms: MaybeNumber): string {
  if (!isValue(ms)) return NO_VALUE;
  const size = Math.abs(ms);
  if (size === 0) return "0 ms";
  for (const { unit, ms: unitMs, below } of DURATIONS) {
    if (size < below) return `${withSign(ms, formatNumber(size / unitMs))} ${unit}`;
  }
  return NO_VALUE;
}

/** A count: whole numbers in full (`15,376`), from ten million up in millions, means by three digits. */
export function formatCount(n: MaybeNumber): string {
  if (!isValue(n)) return NO_VALUE;
  const size = Math.abs(n);
  if (size >= 9_999_500) return `${withSign(n, formatNumber(size / 1e6))} M`;
  if (Number.isInteger(n)) return withSign(n, withCommas(size.toFixed(0)));
  return formatNumber(n);
}

/** A share in 0..1 as percent. A share below one is never rounded up to 100 %. */
export function formatRatio(x: MaybeNumber): string {
  if (!isValue(x)) return NO_VALUE;
  const percent = Math.abs(x) * 100;
  if (percent === 0) return "0 %";
  if (percent === 100) return `${withSign(x, "100")} %`;
  if (percent < 0.001) return `< ${withSign(x, "0.001")} %`;
  if (percent > 99.9 && percent < 100) return `${withSign(x, almostHundred(percent))} %`;
  return `${withSign(x, formatNumber(percent))} %`;
}

/** The same with three significant digits at most: for parts of a whole, where nines do not count. */
export function formatShare(x: MaybeNumber): string {
  if (!isValue(x) || x === 0 || x === 1) return formatRatio(x);
  if (x > 0.999 && x < 1) return "> 99.9 %";
  return x > 0 && x < 0.0001 ? "< 0.01 %" : formatRatio(x);
}

function almostHundred(percent: number): string {
  for (const decimals of [1, 2, 3]) {
    const text = percent.toFixed(decimals);
    if (!text.startsWith("100")) return text;
  }
  return "99.999";
}

/** A point of simulated time given in ms: `1:38`, with decimals `1:38.0`, from an hour on `1:02:03`. */
export function formatClock(ms: MaybeNumber, decimals: 0 | 1 | 2 | 3 = 0): string {
  if (!isValue(ms)) return NO_VALUE;
  const scale = 10 ** decimals;
  // Cut, not rounded: the clock shows 0:59 until the minute is full. The nudge undoes binary dust.
  const ticks = Math.floor((Math.abs(ms) / 1000) * scale + 1e-6);
  const whole = Math.floor(ticks / scale);
  const seconds = String(whole % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  const head = hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}` : String(minutes);
  const tail = decimals > 0 ? `.${String(ticks % scale).padStart(decimals, "0")}` : "";
  return withSign(ms, `${head}:${seconds}${tail}`);
}

/** A value in the unit a parameter is given in. Milliseconds and rates get their own rules. */
export function formatInUnit(x: MaybeNumber, unit: string): string {
  if (unit === "ms") return formatDuration(x);
  if (unit === "s") return isValue(x) ? formatDuration(x * 1000) : NO_VALUE;
  if (unit === "1/s") return formatRate(x);
  const text = formatNumber(x);
  const digits = isValue(x) && Number.isInteger(x) ? formatCount(x) : text;
  return unit === "" || digits === NO_VALUE ? digits : `${digits} ${unit}`;
}
