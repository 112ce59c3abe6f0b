// Circuit breakers of two libraries, as measured: their state machines call by call, and what they did
// to a chain of real servers whose last one was slow for ten seconds.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import { edgeColumn } from "../../simulation/results/series.ts";
import { EDGE_LIVE_COLUMNS } from "../../simulation/results/snapshot.ts";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { columnOf, resolved, run } from "../support/simulate.ts";
import {
  arrivalTimes,
  exponentials,
  type Measured,
  meanOf,
  measuredOf,
  scenarioOf,
  withValues,
} from "./measured.ts";

const EDGE = "client->service";
const STEP_MS = 5;
const WAIT_MS = 250;

interface ScriptedCase {
  readonly id: string;
  readonly parameters: { readonly script?: string };
  readonly measured: { readonly trace?: { readonly values: Readonly<Record<string, number>> } };
}

const FILE = new URL("../reference/reality.json", import.meta.url);
const cases = JSON.parse(readFileSync(FILE, "utf8")) as readonly ScriptedCase[];

function scriptOf(id: string): { readonly script: string; readonly trace: string } {
  const known = cases.find((entry) => entry.id === id);
  const script = known?.parameters.script;
  const [trace] = Object.keys(known?.measured.trace?.values ?? {});
  if (script === undefined || trace === undefined) throw new Error(`no script: ${id}`);
  return { script, trace };
}

/** A call every 5 ms, "w" = a pause; a fault makes those marked F fail. */
function scripted(id: string, script: string): ScenarioDocument {
  const times: number[] = [];
  const faults: [string, Json][] = [];
  let atMs = 0;
  for (const [at, what] of [...script].entries()) {
    atMs += what === "w" ? WAIT_MS : STEP_MS;
    if (what === "w") continue;
    times.push(atMs);
    const window = { atS: (atMs - 1) / 1000, forS: 0.002 };
    const fault = { kind: "errors", target: "service", ratio: 1, ...window };
    if (what === "F") faults.push([`f${at}`, fault]);
  }
  return withValues(scenarioOf(id), {
    "nodes.client.arrivals": { type: "trace", timesMs: times },
    ...Object.fromEntries(faults.map(([name, fault]) => [`faults.${name}`, fault])),
  });
}

function stateNow(): string {
  const columns = EDGE_LIVE_COLUMNS.length;
  const live = engine.live().slice(-columns);
  const value = (name: (typeof EDGE_LIVE_COLUMNS)[number]): number =>
    live[EDGE_LIVE_COLUMNS.indexOf(name)] ?? Number.NaN;
  if (value("openRatio") > 0) return "O";
  return value("halfOpenRatio") > 0 ? "H" : "C";
}

/** The state after each call of the script, with "!" where the call was refused. */
function traceOf(id: string, script: string): string {
  engine.load(resolved(scripted(id, script)));
  let atMs = 0;
  let refused = 0;
  return [...script]
    .map((what) => {
      atMs += what === "w" ? WAIT_MS : STEP_MS;
      engine.run(atMs, Infinity);
      const now = engine.totals().edges[EDGE]?.failed.circuitOpen ?? 0;
      const mark = now > refused ? "!" : "";
      refused = now;
      return `${what}${mark}:${stateNow()}`;
    })
    .join(" ");
}

describe("the state machine of", () => {
  it.each(["A4m-cockatiel-consecutive3", "A4m-cockatiel-sampling", "A4m-opossum-volume10"])(
    "%s goes through the measured states",
    (id) => {
      const { script, trace } = scriptOf(id);
      expect(traceOf(id, script)).toBe(trace);
    },
  );

  // opossum calls itself half-open as soon as its pause is over; here that begins with the first
  // call after it, which makes no difference to any call.
  it.each(["A4m-opossum-first-failure", "A4m-opossum-half"])(
    "%s goes through the measured states",
    (id) => {
      const { script, trace } = scriptOf(id);
      expect(traceOf(id, script)).toBe(trace.replaceAll("w:H", "w:O"));
    },
  );

  it.each(["A4m-opossum-halfopen-10-concurrent", "A4m-cockatiel-halfopen-10-concurrent"])(
    "%s lets as many through while it probes, after as long a time",
    (id) => {
      const document = withValues(scenarioOf(id), {
        "nodes.client.arrivals": { type: "trace", timesMs: [0, ...Array<number>(10).fill(300)] },
        "faults.first": { kind: "errors", target: "service", ratio: 1, atS: 0, forS: 0.1 },
      });
      const totals = run(document).totals();
      const all = totals.endToEnd.all;
      expect(all?.ok).toBe(measuredOf(id, "ok").mean);
      expect(totals.edges[EDGE]?.attempts).toBe(1 + measuredOf(id, "executed").mean);
      expect(all?.failed.circuitOpen ?? 0).toBe(measuredOf(id, "refused").mean);
      const { mean, sd } = measuredOf(id, "last_ok_at_ms");
      expect(Math.abs((all?.latencyMs.max ?? Number.NaN) - mean)).toBeLessThan(2 * sd);
    },
  );
});

interface BreakerRun {
  readonly opens: number;
  readonly success: number;
  /** First opening after the slow-down began, and how long it was not closed in all, ms. */
  readonly firstOpenMs: number;
  readonly openMs: number;
  readonly attempts: number;
  readonly refused: number;
}

const WINDOW_MS = 50;

function breakerRun(id: string, seed: number): BreakerRun {
  const document = scenarioOf(id);
  const durationMs = Number(document.run?.durationS) * 1000;
  const traced = (from: number, meanMs: number): Json => ({
    type: "trace",
    valuesMs: exponentials(10 * seed + from, meanMs, 20_000),
  });
  const under = run(
    withValues(document, {
      "nodes.client.arrivals": { type: "trace", timesMs: arrivalTimes(seed, 100, durationMs) },
      "nodes.orders.serviceTime": traced(2, 20),
      "nodes.payment.serviceTime": traced(3, 50),
    }),
  );
  const layout = under.layout();
  const edge = layout.edgeIds.indexOf("client->gateway");
  const open = columnOf(under, edgeColumn(layout, edge, "openMean"));
  const first = open.findIndex((share) => share > 0);
  const all = under.totals().endToEnd.all;
  const result = under.totals().edges["client->gateway"];
  if (all === undefined || result === undefined) throw new Error("no result");
  return {
    opens: result.breaker.opens,
    success: all.ok / all.offered,
    firstOpenMs: (first + 1 - (open[first] ?? Number.NaN)) * WINDOW_MS - 10_000,
    openMs: result.breaker.openS * 1000,
    attempts: result.attempts / all.offered,
    refused: result.failed.circuitOpen ?? 0,
  };
}

function within(value: number, measured: Measured, share: number): void {
  expect(Math.abs(value - measured.mean)).toBeLessThanOrEqual(share * measured.mean);
}

describe.each([
  ["A4-opossum-defaults", 0.1, 30_000],
  ["A4-cockatiel-consecutive5", 0.15, 10_000],
] as const)("%s", (id, tolerance, openMs) => {
  const runs = [500, 501, 502, 503, 504].map((seed) => breakerRun(id, seed));

  it("opens once, as late as measured, and for its one pause", () => {
    expect(runs.map(({ opens }) => opens)).toEqual([1, 1, 1, 1, 1]);
    const first = measuredOf(id, "first_open_after_slow_start_ms");
    within(meanOf(runs.map(({ firstOpenMs }) => firstOpenMs)), first, tolerance);
    for (const of of runs) expect(Math.abs(of.openMs - openMs)).toBeLessThan(150);
  });

  it("lets as many requests succeed, to 2 points, with as many attempts", () => {
    const success = meanOf(runs.map((of) => of.success));
    expect(Math.abs(success - measuredOf(id, "success_frac").mean)).toBeLessThan(0.02);
    const attempts = meanOf(runs.map((of) => of.attempts));
    within(attempts, measuredOf(id, "attempts_per_request_total"), 0.05);
    const refused = meanOf(runs.map((of) => of.refused));
    within(refused, measuredOf(id, "short_circuited"), 0.05);
  });
});
