// "3 min ago" for what is recent, the date and time for what is not.
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const CLOCK = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hour12: false });
const DAY = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });

/** Times in ms since the epoch. */
export function whenWords(at: number, now: number): string {
  const ago = now - at;
  if (ago < MINUTE_MS) return "just now";
  if (ago < HOUR_MS) return `${Math.floor(ago / MINUTE_MS)} min ago`;
  const clock = CLOCK.format(at);
  return DAY.format(at) === DAY.format(now) ? `today, ${clock}` : `${DAY.format(at)}, ${clock}`;
}

/** "3.4 kB" */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${value < 100 ? value.toPrecision(value < 10 ? 2 : 3) : Math.round(value)} ${unit}`;
}
