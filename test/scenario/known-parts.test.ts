import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { KnownParts } from "../../simulation/scenario/known-parts.ts";
import { setPath } from "../../simulation/scenario/paths.ts";
import {
  hashOfScenario,
  problemsOfScenario,
  resolveScenario,
} from "../../simulation/scenario/resolve.ts";
import { exampleDocument } from "./example.ts";

function withBase(document: ScenarioDocument, path: string, value: number): ScenarioDocument {
  const result = setPath(document, path, value);
  if (!result.ok) throw new Error(result.problem.message);
  return result.document;
}

function withChange(document: ScenarioDocument, id: string, path: string, value: number) {
  const change = { atMs: 1000, set: { [path]: value } };
  return { ...document, changes: { ...document.changes, [id]: change } };
}

/** A session of edits, sound and unsound ones by turns. */
function session(): ScenarioDocument[] {
  const first = exampleDocument();
  const [node = ""] = Object.keys(first.nodes).filter((id) => first.nodes[id]?.kind === "service");
  const slots = `nodes.${node}.concurrency`;
  const steps: ScenarioDocument[] = [first];
  const add = (make: (last: ScenarioDocument) => ScenarioDocument) =>
    steps.push(make(steps.at(-1) ?? first));
  add((last) => withBase(last, slots, 7));
  add((last) => withChange(last, "c1", slots, 9));
  add((last) => withChange(last, "c2", slots, -1));
  add((last) => withChange(last, "c3", "nodes.nowhere.concurrency", 1));
  add((last) => withBase(last, slots, -4));
  add((last) => withBase(last, slots, 5));
  add(({ changes: _, ...last }) => last);
  return steps;
}

describe("parts known from the check before", () => {
  it("are held against a document as if nothing were known", () => {
    const known = new KnownParts();
    const verdicts = session().map((document) => {
      const resolved = resolveScenario(document);
      expect(problemsOfScenario(document, known)).toEqual({
        ok: resolved.ok,
        problems: resolved.problems,
      });
      return resolved.ok;
    });
    expect(verdicts).toEqual([true, true, true, false, false, false, false, true]);
  });

  it("are not looked at again", () => {
    const known = new KnownParts();
    const document = structuredClone(exampleDocument());
    const [id = ""] = Object.keys(document.nodes);
    expect(checkDocument(document, known).ok).toBe(true);
    Object.assign(document.nodes[id] ?? {}, { replicas: -1 });
    expect(checkDocument(document, known).ok).toBe(true);
    expect(checkDocument({ ...document, nodes: structuredClone(document.nodes) }, known).ok).toBe(
      false,
    );
  });
});

describe("the hash of a scenario", () => {
  it("is that of the resolved one, whatever was changed live", () => {
    const document = exampleDocument();
    const resolved = resolveScenario(document);
    expect(resolved.ok && resolved.scenario.hash).toBe(hashOfScenario(document));
    const [node = ""] = Object.keys(document.nodes);
    const other = withChange(document, "c1", `nodes.${node}.concurrency`, 3);
    expect(hashOfScenario(other)).toBe(hashOfScenario(document));
  });
});
