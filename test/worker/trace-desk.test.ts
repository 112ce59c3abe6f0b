import { beforeAll, describe, expect, it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import { whereTimeWent } from "../../simulation/results/trace-paths.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { setPath } from "../../simulation/scenario/paths.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import type { TraceList } from "../../src/worker/protocol.ts";
import { type Resolution, Session } from "../../src/worker/session.ts";
import { TraceDesk } from "../../src/worker/trace-desk.ts";
import { SMALL } from "../cli/captured.ts";
import { faultsOfTrace } from "../support/trace-checks.ts";

const DOCUMENT: ScenarioDocument = { ...SMALL, run: { durationS: 20, warmupS: 0, seed: 3 } };

function resolve(document: ScenarioDocument): Resolution {
  const result = resolveScenario(document);
  return result.ok ? { ok: true, scenario: result.scenario, warnings: [] } : result;
}

/** Runs a session in one go, with a change made live on the way. */
async function changedRun(): Promise<{ readonly list: TraceList; readonly digest: string }> {
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
  const list = { document: session.simulated(), requests: engine.traceList() };
  return { list, digest: engine.digest() };
}

describe("the desk for traces", () => {
  let list: TraceList;
  let desk: TraceDesk;

  beforeAll(async () => {
    ({ list } = await changedRun());
    desk = new TraceDesk(engine, resolve);
  });

  it("finds the very requests of a run that was changed while it went on", async () => {
    const late = list.requests.filter(({ startMs }) => startMs > 8_000);
    expect(late.length).toBeGreaterThan(50);
    const answer = await desk.traces(list.document, list.requests);
    if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
    expect(answer.traces.map(({ id }) => id)).toEqual(list.requests.map(({ id }) => id));
    expect(answer.traces.flatMap(faultsOfTrace)).toEqual([]);
  });

  it("answers the same whether asked alone, in between, or again by another", async () => {
    const all = await desk.traces(list.document, list.requests);
    const other = new TraceDesk(engine, resolve);
    for (const at of [40, 3, 120]) {
      const wanted = list.requests.slice(at, at + 1);
      const alone = await other.traces(list.document, wanted);
      if (!all.ok || !alone.ok) throw new Error("refused");
      expect(JSON.stringify(alone.traces)).toBe(JSON.stringify([all.traces[at]]));
    }
  });

  it("adds up where the time of many went", async () => {
    const slow = list.requests.filter(({ reasons }) => reasons.includes("slow"));
    const answer = await desk.whereTimeWent(list.document, slow);
    const traces = await desk.traces(list.document, slow);
    if (!answer.ok || !traces.ok) throw new Error("refused");
    expect(answer.shares).toEqual(whereTimeWent(traces.traces));
    expect(answer.shares[0]).toMatchObject({ kind: "queue", place: "service" });
  });

  it("writes them for other tools", async () => {
    const answer = await desk.tracesAs(list.document, list.requests.slice(0, 3), "zipkin");
    if (!answer.ok) throw new Error("refused");
    expect(
      new Set((JSON.parse(answer.text) as { traceId: string }[]).map((s) => s.traceId)).size,
    ).toBe(3);
  });

  it("leaves out what the run does not offer, and says what is wrong with a document", async () => {
    const [known] = list.requests;
    if (!known) throw new Error("nothing listed");
    const strange = {
      ...known,
      id: "0000000000000000000000000000abcd",
      startMs: known.startMs + 0.25,
    };
    const answer = await desk.traces(list.document, [strange, known]);
    expect(answer.ok && answer.traces.map(({ id }) => id)).toEqual([known.id]);
    const bad = await desk.traces({ ...DOCUMENT, nodes: { a: { kind: "nothing" } } }, [known]);
    expect(bad.ok).toBe(false);
  });
});
