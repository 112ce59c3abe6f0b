// Numbers and lists in running text: three significant digits, a space before the unit, rates from
// 10 up without decimals, thousands with a comma, a true minus sign, an en dash for "no value".

const NO_VALUE = "–";

function withCommas(digits: string): string {
  if (digits.length <= 3) return digits;
  const [whole = "", fraction] = digits.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function signed(value: number, magnitude: (absolute: number) => string): string {
  if (!Number.isFinite(value)) return NO_VALUE;
  const text = magnitude(Math.abs(value));
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** Three significant digits; from 1,000 up whole numbers; 0 is "0". */
export function formatNumber(value: number): string {
  return signed(value, (absolute) => {
    if (absolute === 0) return "0";
    if (absolute >= 999.5) return withCommas(absolute.toFixed(0));
    if (absolute < 0.001) return "< 0.001";
    return absolute.toPrecision(3);
  });
}

/** A number of things: whole, with commas. */
export function formatCount(value: number): string {
  return signed(value, (absolute) => withCommas(absolute.toFixed(0)));
}

/** Milliseconds as ms below a second, s below ten minutes, then min. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return NO_VALUE;
  if (Math.abs(ms) < 999.5) return `${formatNumber(ms)} ms`;
  if (Math.abs(ms) < 600_000) return `${formatNumber(ms / 1000)} s`;
  return `${formatNumber(ms / 60_000)} min`;
}

/** A share in percent; what is not all is never printed as 100 %. */
export function formatShare(ratio: number): string {
  if (!Number.isFinite(ratio)) return NO_VALUE;
  const text = formatNumber(ratio * 100);
  return `${text === "100" && ratio < 1 ? "99.9" : text} %`;
}

/** Events a second: no decimals from 10 up. */
export function formatRate(perS: number): string {
  if (!Number.isFinite(perS)) return NO_VALUE;
  return `${Math.abs(perS) >= 10 ? formatCount(perS) : formatNumber(perS)}/s`;
}

/** A factor: `20 times`, `1.54 times`. */
export function formatTimes(factor: number): string {
  const whole = factor === Math.trunc(factor);
  return `${whole ? formatCount(factor) : formatNumber(factor)} times`;
}

/** Simulated time as on the clock of the page: `1:05`, `1:02:03`. */
export function formatClock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** `a`, `a and b`, `a, b and c`; from `most` on `a, b and 3 more`. */
export function listOf(names: readonly string[], most = 3): string {
  if (names.length === 0) return "none";
  if (names.length === 1) return names[0] as string;
  const shown = names.length > most ? names.slice(0, most - 1) : names.slice(0, -1);
  const rest = names.length - shown.length;
  return `${shown.join(", ")} and ${rest === 1 ? names[names.length - 1] : `${rest} more`}`;
}

/** First letter as at the start of a sentence. */
export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
