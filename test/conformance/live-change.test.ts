// Every parameter changed in the middle of a run: either that is refused in a sentence, or the run
// goes on lawfully, and its record, a replay and a fork give the same digest.
import { describe, expect, it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { isLivePath } from "../../simulation/scenario/paths.ts";
import { applySet } from "../../simulation/scenario/variants.ts";
import { resolved, simulate } from "../support/simulate.ts";
import { connectedPart } from "./connected-part.ts";
import { CASES, PLANT, parametersIn, SETS } from "./parameter-cases.ts";

/** Neither an end of a window nor the instant of an event. */
const AT_MS = 412.5;

type Settings = Readonly<Record<string, Json>>;

function withSet(document: ScenarioDocument, set: Settings): ScenarioDocument {
  const result = applySet(document, set);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.document;
}

const ROWS = SETS.flatMap(({ name, params, place }) =>
  parametersIn(params).flatMap(([below, param]) => {
    const { given = {}, to } = CASES[name]?.[below] ?? {};
    const value = to ?? (param.type === "choice" ? param.options.at(-1) : undefined);
    if (value === undefined) return [];
    const path = `${place}.${below}`;
    const document = connectedPart(withSet(PLANT, given), path);
    const live = isLivePath(document, path);
    return [{ name: `${name} ${below}`, path, document, value, live }];
  }),
);

/** A limit of the run that is lowered ends it, which is lawful too. */
function lawful(path: string): void {
  const { endedEarly, checks } = engine.totals();
  if (!path.startsWith("run.max")) expect(endedEarly).toBeNull();
  expect(checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
}

describe("a live change", () => {
  it("is tried with parameters that may be changed live, and with others", () => {
    expect(ROWS.filter(({ live }) => live).length).toBeGreaterThan(40);
    expect(ROWS.filter(({ live }) => !live).length).toBeGreaterThan(20);
  });

  // Every eighth one in the short suite.
  const tried = process.env.BROWNOUT_FULL === "1" ? ROWS : ROWS.filter((_, at) => at % 8 === 0);
  it.each(tried)("of $name", ({ path, document, value, live }) => {
    const set = { [path]: value };
    const after = resolved(withSet(document, set));
    engine.load(resolved(document));
    engine.run(AT_MS, Infinity);
    const checkpoint = engine.saveCheckpoint();
    const reason = engine.whyNotChange(after);
    if (live) expect(reason).toBeNull();
    expect(engine.change(after)).toBe(reason === null);
    engine.run(Infinity, Infinity);
    lawful(path);
    const digest = engine.digest();
    expect(engine.fork(checkpoint, after)).toBe(reason);
    if (reason !== null) {
      expect(reason).toMatch(/ needs a restart at 0\.$/);
      expect(digest).toBe(simulate(document).digest);
      return;
    }
    engine.run(Infinity, Infinity);
    expect(engine.digest()).toBe(digest);
    if (!live) return;
    const recorded = { ...document, changes: { c1: { atMs: AT_MS, set } } };
    expect(simulate(recorded).digest).toBe(digest);
  });

  it("of a weight moves the shares; a member that was never chosen has no row to begin with", () => {
    const weighed = (b: number): ScenarioDocument =>
      withSet(PLANT, {
        "edges.gate->orders.calls": [
          { id: "a", choice: "canary", weight: 1 },
          { id: "b", choice: "canary", weight: b },
        ],
      });
    engine.load(resolved(weighed(1)));
    expect(engine.whyNotChange(resolved(weighed(9)))).toBeNull();
    expect(engine.whyNotChange(resolved(weighed(0)))).toContain("The calls of gate->orders");
    engine.load(resolved(weighed(0)));
    expect(engine.whyNotChange(resolved(weighed(1)))).toContain("The calls of gate->orders");
  });
});
