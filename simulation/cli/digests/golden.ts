// The golden file: what every case gave when it was last accepted, and the words for what differs.
import type { Golden } from "./measure-digest.ts";

/** By the name of the case. */
export type Measurements = Readonly<Record<string, Golden>>;

type Row = readonly [digest: string, course: string, judgement: string, events: number];

/** Text of the file: one line a case, so that a change shows which cases it touched. */
export function goldenText(measured: Measurements): string {
  const lines = Object.entries(measured).map(([name, { digest, course, judgement, events }]) => {
    const row: Row = [digest, course, judgement, events];
    return ` ${JSON.stringify(name)}: ${JSON.stringify(row)}`;
  });
  return `{\n${lines.join(",\n")}\n}\n`;
}

/** Reads what `goldenText` wrote; throws if it is no such file. */
export function goldenOf(text: string): Measurements {
  const rows = Object.entries(JSON.parse(text) as Readonly<Record<string, Row>>);
  return Object.fromEntries(
    rows.map(([name, row]) => {
      if (!Array.isArray(row) || row.length !== 4) throw new Error(`${name} has no four values`);
      const [digest, course, judgement, events] = row;
      return [name, { digest, course, judgement, events }];
    }),
  );
}

/** What is different about a case, null if nothing is. */
function differenceOf(golden: Golden, now: Golden): string | null {
  if (golden.events !== now.events) {
    return `it is simulated otherwise: ${now.events} events, golden ${golden.events}`;
  }
  if (golden.course !== now.course) {
    return "it is simulated otherwise: as many events, but other counts or times";
  }
  if (golden.digest !== now.digest) {
    return (
      "all known counts and means are equal, so only what the digest covers is new (a parameter " +
      "or a result was added), or single windows or histograms differ"
    );
  }
  if (golden.judgement !== now.judgement) {
    return "it is simulated alike, but objectives or the cascade are judged otherwise";
  }
  return null;
}

/** A sentence for each case that differs, is missing or is new; empty if all is as it was. */
export function differences(golden: Measurements, now: Measurements): readonly string[] {
  const found: string[] = [];
  for (const [name, expected] of Object.entries(golden)) {
    const measured = now[name];
    if (measured === undefined) {
      found.push(`${name}: the golden file has it, but there is no such case any more`);
      continue;
    }
    const difference = differenceOf(expected, measured);
    if (difference !== null) found.push(`${name}: ${difference}`);
  }
  for (const name of Object.keys(now)) {
    if (golden[name] === undefined) found.push(`${name}: the golden file does not have it yet`);
  }
  return found;
}
