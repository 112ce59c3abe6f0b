import { beforeAll, describe, expect, it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import type { TraceSummary } from "../../simulation/results/traces.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { setPath } from "../../simulation/scenario/paths.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { type Resolution, Session } from "../../src/worker/session.ts";
import { TraceDesk } from "../../src/worker/trace-desk.ts";
import { SMALL } from "../cli/captured.ts";
import { faultsOfTrace } from "../support/trace-checks.ts";

const DOCUMENT: ScenarioDocument = { ...SMALL, run: { durationS: 20, warmupS: 0, seed: 3 } };

function resolve(document: ScenarioDocument): Resolution {
  const result = resolveScenario(document);
  return result.ok ? { ok: true, scenario: result.scenario, warnings: [] } : result;
}

interface Changed {
  readonly document: ScenarioDocument;
  readonly requests: readonly TraceSummary[];
}

/** Runs a session in one go, with a change made live on the way. */
async function changedRun(): Promise<Changed> {
  const session = new Session({
    engine,
    resolve,
    withValues: (document, set) =>
      Object.entries(set).reduce((edited, [path, value]) => {
        const result = setPath(edited, path, value);
        return result.ok ? result.document : edited;
      }, document),
    begin: (scenario) => {
      engine.load(scenario);
      return {
        analysisWindowMs: 1000,
        push: () => undefined,
        finish: () => undefined,
        update: () => undefined,
        windowCount: () => 0,
        states: () => new Uint8Array(0),
        cascade: () => [],
        story: () => [],
      };
    },
    resultOf: () => {
      throw new Error("nobody asks");
    },
    wallMs: () => 0,
    later: () => undefined,
    send: () => undefined,
  });
  await session.load(DOCUMENT);
  engine.run(7_500, Number.POSITIVE_INFINITY);
  await session.change({ "nodes.clients.ratePerS": 90 });
  engine.run(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  return { document: await session.simulated(), requests: engine.traceList() };
}

describe("the desk for traces", () => {
  let document: ScenarioDocument;
  let requests: readonly TraceSummary[];
  let desk: TraceDesk;

  beforeAll(async () => {
    ({ document, requests } = await changedRun());
    desk = new TraceDesk(engine, resolve);
  });

  it("finds the very requests of a run that was changed while it went on", () => {
    const late = requests.filter(({ startMs }) => startMs > 8_000);
    expect(late.length).toBeGreaterThan(50);
    const traces = desk.traces(document, requests);
    expect(traces.map(({ id }) => id)).toEqual(requests.map(({ id }) => id));
    expect(traces.flatMap(faultsOfTrace)).toEqual([]);
    // The design without its change offers other requests from then on.
    const unchanged = new TraceDesk(engine, resolve).traces(DOCUMENT, requests);
    expect(unchanged.length).toBeLessThan(requests.length / 2);
  });

  it("answers the same whether asked alone, in between, or again by another", () => {
    const all = desk.traces(document, requests);
    const other = new TraceDesk(engine, resolve);
    for (const at of [40, 3, 120]) {
      const alone = other.traces(document, requests.slice(at, at + 1));
      expect(JSON.stringify(alone)).toBe(JSON.stringify([all[at]]));
    }
  });

  it("simulates again only what it does not know yet", () => {
    const asked: number[] = [];
    const counting = {
      load: (scenario: Parameters<typeof engine.load>[0]) => engine.load(scenario),
      keepCheckpoints: () => undefined,
      traces: (wanted: readonly TraceSummary[]) => {
        asked.push(wanted.length);
        return engine.traces(wanted);
      },
    };
    const other = new TraceDesk(counting, resolve);
    other.traces(document, requests.slice(0, 2));
    other.traces(document, requests.slice(0, 3));
    expect(asked).toEqual([2, 1]);
  });

  it("writes them for other tools", () => {
    const text = desk.textOf(document, requests.slice(0, 3), "zipkin");
    const ids = (JSON.parse(text) as { traceId: string }[]).map(({ traceId }) => traceId);
    expect([...new Set(ids)]).toEqual(requests.slice(0, 3).map(({ id }) => id));
  });

  it("leaves out what the run does not offer, and refuses a document with errors", () => {
    const [known] = requests;
    if (!known) throw new Error("nothing listed");
    const id = "0000000000000000000000000000abcd";
    const strange = { ...known, id, startMs: known.startMs + 0.25 };
    expect(desk.traces(document, [strange, known]).map((trace) => trace.id)).toEqual([known.id]);
    const bad = { ...DOCUMENT, nodes: { a: { kind: "nothing" } } };
    expect(() => desk.traces(bad, [known])).toThrow("unknown node");
  });
});
