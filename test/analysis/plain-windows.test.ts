// Windows in which all is plainly well pass without being read. Rows that come window by window are all read,
// so that both ways can be compared: they must say the same of whatever runs.
import { describe, expect, it, vi } from "vitest";
import { createObserver, type Observer } from "../../simulation/analysis/observer.ts";
import { PlainWindows } from "../../simulation/analysis/plain-windows.ts";
import { engine } from "../../simulation/engine/engine.ts";
import type { FailurePlace } from "../../simulation/results/failure-place.ts";
import {
  type EdgeColumn,
  type NodeColumn,
  rowLengthOf,
  type SeriesLayout,
  type TypeColumn,
} from "../../simulation/results/series.ts";
import type { ResolvedScenario } from "../../simulation/scenario/document.ts";
import { GALLERY_FILES, galleryDocument } from "../gallery/gallery-files.ts";
import { galleryVariant, RUN_TIMEOUT_MS } from "../gallery/gallery-runs.ts";
import { hardCase } from "../support/hard-cascades.ts";
import {
  callsOn,
  layoutOf,
  requests,
  rowsOf,
  scenarioOf,
  station,
} from "../support/series-builder.ts";
import { resolved } from "../support/simulate.ts";

interface Run {
  readonly layout: SeriesLayout;
  readonly rows: Float64Array;
  readonly failedAt: readonly FailurePlace[];
}

/** Shows an observer a run in the engine: at once, or one window after the other. */
function told(scenario: ResolvedScenario, run: Run, isWhole: boolean): Record<string, unknown> {
  const { layout, rows, failedAt } = run;
  const observer: Observer = createObserver(scenario, layout);
  const perWindow = Math.round(observer.analysisWindowMs / layout.windowMs);
  const portion = isWhole ? rows.length : perWindow * rowLengthOf(layout);
  for (let at = 0; at < rows.length; at += portion) {
    observer.push(rows.subarray(at, Math.min(rows.length, at + portion)));
  }
  observer.finish();
  return {
    states: observer.states(),
    cascade: observer.cascade(),
    story: observer.story(),
    recovery: observer.recovery(),
    blame: observer.blame(failedAt),
    baseline: observer.baseline(),
  };
}

function runOf(scenario: ResolvedScenario): Run {
  engine.load(scenario);
  engine.run(Infinity, Infinity);
  return { layout: engine.layout(), rows: engine.rows(0), failedAt: engine.totals().failedAt };
}

/** Windows that passed in a run, both ways having said the same. */
function passedIn(scenario: ResolvedScenario, run = runOf(scenario)): number {
  const passing = vi.spyOn(PlainWindows.prototype, "carry");
  const whole = told(scenario, run, true);
  const passed = passing.mock.calls.length;
  const read = told(scenario, run, false);
  expect(passing.mock.calls.length).toBe(passed);
  passing.mockRestore();
  expect(whole).toEqual(read);
  return passed;
}

/** Windows before and after those that differ. */
const CALM = 30;

const SKETCH = scenarioOf({
  nodes: [
    { id: "users", requests: { buy: {} } },
    { id: "shop", replicas: 1 },
    { id: "maps", quota: { perS: 100 } },
    { id: "mail" },
    { id: "worker", replicas: 1 },
  ],
  edges: [
    { id: "users->shop" },
    { id: "shop->maps" },
    { id: "shop->mail", sort: "publish" },
    { id: "mail->worker", sort: "deliver" },
  ],
  // What comes after it is not learned as normal, and counts as disturbed.
  changes: [{ id: "later", atMs: 20_000, set: {} }],
});

interface Sketched {
  readonly buy?: Partial<Record<TypeColumn, number>>;
  readonly shop?: Partial<Record<NodeColumn, number>>;
  readonly maps?: Partial<Record<NodeColumn, number>>;
  readonly mail?: Partial<Record<NodeColumn, number>>;
  readonly call?: Partial<Record<EdgeColumn, number>>;
}

/** Too few for a quantile. */
const THIN = {
  ...{ arrivals: 5, completions: 5, callerEnded: 5 },
  ...{ p95Ms: Number.NaN, inFlightMean: 0.1 },
};

/** By what a window still is plain, and by what it is not. */
const BORDERS: Readonly<Record<string, readonly [Sketched, Sketched]>> = {
  failures: [{ shop: { callerFailed: 0.99 } }, { shop: { callerFailed: 1 } }],
  "requests that fail": [{ buy: { ok: 99.1, error: 0.9 } }, { buy: { ok: 99, error: 1 } }],
  "requests that are cancelled": [
    { buy: { ok: 50, cancelled: 50 } },
    { buy: { ok: 50, error: 50 } },
  ],
  p95: [{ shop: { p95Ms: 79 } }, { shop: { p95Ms: 80 } }],
  mean: [
    { shop: { p95Ms: Number.NaN, inFlightMean: 3.9 } },
    { shop: { p95Ms: Number.NaN, inFlightMean: 4 } },
  ],
  "slots held": [{ shop: { heldMean: 18.9 } }, { shop: { heldMean: 19 } }],
  instances: [{}, { shop: { instancesUp: 0 } }],
  "few attempts that fail": [{ shop: THIN }, { shop: { ...THIN, callerFailed: 1 } }],
  "few attempts that are slow": [
    { shop: { ...THIN, inFlightMean: 0.19 } },
    { shop: { ...THIN, inFlightMean: 0.21 } },
  ],
  "none that end": [
    { shop: { ...THIN, completions: 0, callerEnded: 0, inFlightMean: 0 } },
    { shop: { ...THIN, completions: 0, callerEnded: 0, inFlightMean: 1 } },
  ],
  quota: [{}, { maps: { started: 99 } }],
  backlog: [{}, { mail: { backlogEnd: 1000 } }],
  "dead letters": [{ mail: { deadLettered: 50, expiries: 50 } }, { mail: { deadLettered: 1 } }],
  "refused messages": [{}, { mail: { rejected: 50 } }],
  "calls before a full pool": [{}, { call: { waitingEnd: 1 } }],
};

function sketched(differs: Sketched): Run {
  const layout = layoutOf(SKETCH, ["buy"]);
  const rows = rowsOf(layout, 2 * CALM + 3, (row, window) => {
    const of = window < CALM || window >= CALM + 3 ? {} : differs;
    row.type("all", { ...requests(100, 40), ...of.buy });
    row.type("buy", { ...requests(100, 40), ...of.buy });
    row.node("shop", { ...station({ ratePerS: 100, serviceMs: 20, slots: 20 }), ...of.shop });
    row.node("maps", { ...station({ ratePerS: 100 }), ...of.maps });
    const stored = { published: 50, delivered: 46, instancesUp: 1, inFlightMean: 1 };
    row.node("mail", { ...stored, backlogEnd: 100 + 4 * window, ...of.mail });
    row.node("worker", station({ ratePerS: 50 }));
    row.edge("users->shop", callsOn(100, 20));
    row.edge("shop->maps", { ...callsOn(100, 10), ...of.call });
    row.edge("shop->mail", callsOn(50, 2));
    row.edge("mail->worker", callsOn(50, 10));
  });
  return { layout, rows, failedAt: [] };
}

describe("windows that pass", () => {
  it(
    "are most of the gallery, and what is said of it stays the same",
    () => {
      let [passed, all] = [0, 0];
      for (const [index, file] of GALLERY_FILES.entries()) {
        const document = galleryVariant(file, { durationS: 40 });
        // Windows of one, two, three and four rows.
        const windowS = [1, 0.5, 0.34, 0.25][index % 4] ?? 1;
        const scenario = resolved({ ...document, run: { ...document.run, windowS } });
        passed += passedIn(scenario);
        all += scenario.durationMs / 1000;
      }
      expect(passed / all).toBeGreaterThan(0.5);
    },
    RUN_TIMEOUT_MS,
  );

  it(
    "say the same of runs with faults",
    () => {
      let passed = 0;
      for (const file of GALLERY_FILES) {
        const [fault] = Object.keys(galleryDocument(file).faults ?? {});
        if (fault === undefined) continue;
        passed += passedIn(resolved(galleryVariant(file, { durationS: 120, fault })));
      }
      expect(passed).toBeGreaterThan(0);
    },
    RUN_TIMEOUT_MS,
  );

  it(
    "say the same of designs drawn at random, each with one fault",
    () => {
      let passed = 0;
      for (let seed = 1; seed <= 12; seed++) {
        passed += passedIn(resolved(hardCase(seed).document));
      }
      expect(passed).toBeGreaterThan(0);
    },
    RUN_TIMEOUT_MS,
  );

  it("say the same on both sides of what each rule asks", () => {
    const usual = passedIn(SKETCH, sketched({}));
    expect(usual).toBeGreaterThan(2 * CALM - 10);
    for (const [name, [inside, beyond]] of Object.entries(BORDERS)) {
      expect(passedIn(SKETCH, sketched(inside)), name).toBe(usual);
      expect(passedIn(SKETCH, sketched(beyond)), name).toBeLessThan(usual);
    }
  });
});
