// Kept scenarios and their versions.
import { beforeEach, expect, it } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import {
  documentOf,
  duplicateScenario,
  keepScenario,
  keptScenario,
  keptScenarios,
  lastScenario,
  MOST_VERSIONS,
  putBack,
  removeScenario,
  textOf,
  versionsOf,
} from "../../src/files/library/shelf.ts";
import { blankDocument } from "../../src/store/blank-document.ts";
import { type MapKeyValues, mapKeyValues } from "./map-key-values.ts";

const MINUTE = 60_000;
let kept: MapKeyValues;

beforeEach(() => {
  kept = mapKeyValues();
});

const named = (name: string): ScenarioDocument => ({ ...blankDocument(), name });

it("keeps edits that follow each other closely as one version", async () => {
  await keepScenario(kept, "a", named("one"), MINUTE);
  await keepScenario(kept, "a", named("two"), 2 * MINUTE);
  await keepScenario(kept, "a", named("three"), 5 * MINUTE);
  expect(await versionsOf(kept, "a")).toHaveLength(1);
  expect(documentOf((await textOf(kept, "a")) ?? "").name).toBe("three");
});

it("starts another version after five minutes, and after one was sealed", async () => {
  await keepScenario(kept, "a", named("one"), MINUTE);
  await keepScenario(kept, "a", named("two"), 6.5 * MINUTE);
  await keepScenario(kept, "a", named("saved"), 7 * MINUTE, { sealed: true });
  await keepScenario(kept, "a", named("after"), 7.1 * MINUTE);
  const names = (await versionsOf(kept, "a")).map(({ text }) => documentOf(text).name);
  expect(names).toEqual(["after", "saved", "one"]);
});

it("forgets the oldest versions above the limit", async () => {
  for (let index = 0; index < MOST_VERSIONS + 5; index++) {
    await keepScenario(kept, "a", named(`v${index}`), index * 10 * MINUTE, { sealed: true });
  }
  const versions = await versionsOf(kept, "a");
  expect(versions).toHaveLength(MOST_VERSIONS);
  expect(documentOf(versions.at(-1)?.text ?? "").name).toBe("v5");
});

it("keeps versions in order while the clock stands still or is set back", async () => {
  await keepScenario(kept, "a", named("one"), MINUTE, { sealed: true });
  await keepScenario(kept, "a", named("two"), MINUTE, { sealed: true });
  await keepScenario(kept, "a", named("three"), 0, { sealed: true });
  const names = (await versionsOf(kept, "a")).map(({ text }) => documentOf(text).name);
  expect(names).toEqual(["three", "two", "one"]);
});

it("lists the last changed first, and knows which one was worked on last", async () => {
  await keepScenario(kept, "a", named("A"), MINUTE);
  await keepScenario(kept, "b", named("B"), 2 * MINUTE);
  await keepScenario(kept, "a", named("A"), 3 * MINUTE);
  expect((await keptScenarios(kept)).map(({ id }) => id)).toEqual(["a", "b"]);
  expect(await lastScenario(kept)).toBe("a");
});

it("puts a removed scenario back with every version", async () => {
  await keepScenario(kept, "a", named("one"), MINUTE, { sealed: true });
  await keepScenario(kept, "a", named("two"), 2 * MINUTE);
  const before = await versionsOf(kept, "a");
  const removed = await removeScenario(kept, "a");
  expect(await keptScenario(kept, "a")).toBeNull();
  expect(await versionsOf(kept, "a")).toEqual([]);
  if (removed) await putBack(kept, removed);
  expect(await versionsOf(kept, "a")).toEqual(before);
  expect((await keptScenario(kept, "a"))?.name).toBe("two");
});

it("duplicates under a name of its own, without becoming what the next visit begins with", async () => {
  await keepScenario(kept, "a", named("Shop"), MINUTE);
  await duplicateScenario(kept, "a", "b", 2 * MINUTE);
  expect((await keptScenario(kept, "b"))?.name).toBe("Shop copy");
  expect(await lastScenario(kept)).toBe("a");
});

it("never forgets as looked at what was once changed", async () => {
  await keepScenario(kept, "a", named("mine"), MINUTE);
  await keepScenario(kept, "a", named("mine"), 2 * MINUTE, { passing: true });
  expect((await keptScenario(kept, "a"))?.passing).toBe(false);
});
