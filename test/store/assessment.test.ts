// The assessment follows the document: asked once per change of meaning, late answers are dropped.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { OfferedLoad } from "../../simulation/results/offered-load.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { assessmentStore, attachAssessor } from "../../src/store/assessment.ts";
import { moveNodes, setBase } from "../../src/store/document-actions.ts";
import type { AssessmentAnswer } from "../../src/worker/protocol.ts";
import { openDocument } from "../app-b/page.tsx";

const asked: ScenarioDocument[] = [];
const answers: ((answer: AssessmentAnswer) => void)[] = [];
let leave = () => {};

function loadOf(headroom: number): OfferedLoad {
  return { nodes: [], edges: [], first: null, headroom, closed: false };
}

beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
  answers.length = 0;
  openDocument({ nodes: { a: { kind: "service" } } });
  leave = attachAssessor((document) => {
    asked.push(document);
    return new Promise((resolve) => answers.push(resolve));
  });
});

afterEach(() => {
  leave();
  vi.useRealTimers();
});

async function answer(index: number, headroom: number): Promise<void> {
  answers[index]?.({ ok: true, load: loadOf(headroom) });
  await vi.advanceTimersByTimeAsync(0);
}

it("asks at the start and after edits, once a slider rests", async () => {
  await vi.advanceTimersByTimeAsync(500);
  expect(asked).toHaveLength(1);
  for (const replicas of [2, 3, 4]) setBase("nodes.a.replicas", replicas);
  await vi.advanceTimersByTimeAsync(500);
  expect(asked).toHaveLength(2);
  expect(asked[1]?.nodes.a?.replicas).toBe(4);
});

it("does not ask when nodes were only moved", async () => {
  await vi.advanceTimersByTimeAsync(500);
  moveNodes({ a: { x: 40, y: 40 } }, "drag");
  await vi.advanceTimersByTimeAsync(500);
  expect(asked).toHaveLength(1);
});

it("drops an answer that comes after a newer question", async () => {
  await vi.advanceTimersByTimeAsync(500);
  setBase("nodes.a.replicas", 2);
  await vi.advanceTimersByTimeAsync(500);
  await answer(1, 2);
  await answer(0, 1);
  expect(assessmentStore.getState().load?.headroom).toBe(2);
});

it("shows nothing of another scenario, nor where errors stand against an answer", async () => {
  await vi.advanceTimersByTimeAsync(500);
  await answer(0, 3);
  expect(assessmentStore.getState().load?.headroom).toBe(3);
  openDocument({ nodes: { b: { kind: "service" } } });
  expect(assessmentStore.getState().load).toBeNull();
  await vi.advanceTimersByTimeAsync(500);
  answers[1]?.({ ok: false, problems: [] });
  await vi.advanceTimersByTimeAsync(0);
  expect(assessmentStore.getState().load).toBeNull();
});
