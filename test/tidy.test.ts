// Checks that hold for every source file: who imports whom (support/architecture.ts), what the
// simulation may use, sizes and names. Each check first proves that it catches what it is for.
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { roomsWithoutRow, whyNot } from "./support/architecture.ts";
import {
  parseSource,
  type SourceFile,
  type SyntaxNode,
  sourceFilesIn,
} from "./support/source-code.ts";

type Check = (file: SourceFile) => string[];

const imports: Check = ({ path, imports }) =>
  imports.map((specifier) => whyNot(path, specifier)).filter((reason) => reason !== undefined);

// These give the same bits everywhere; sin, log, pow and the rest differ from engine to engine.
const EXACT_MATH = new Set("floor ceil trunc abs min max imul clz32 fround sqrt".split(" "));
const IMPURE = new Set(
  "Date performance setTimeout setInterval setImmediate queueMicrotask requestAnimationFrame crypto globalThis Intl".split(
    " ",
  ),
);
const LOCALE_DEPENDENT = /^(localeCompare|toLocale\w+)$/;

function nameOf(node: unknown): string {
  return String((node as { name?: unknown } | null)?.name ?? "");
}

/** Identifiers that only name a property: `run.performance`, `{ performance: 1 }`. */
function propertyNames(nodes: readonly SyntaxNode[]): Set<unknown> {
  const plain = nodes.filter(({ computed, shorthand }) => !computed && !shorthand);
  return new Set(plain.flatMap(({ property, key }) => [property, key]));
}

const purity: Check = ({ path, nodes }) => {
  if (!/^simulation\/(?!cli\/)/.test(path)) return [];
  const properties = propertyNames(nodes);
  const exact = new Set<unknown>();
  const found: string[] = [];
  for (const node of nodes) {
    const { type, operator, object, property, computed } = node;
    if (operator === "**" || operator === "**=") found.push(String(operator));
    if (type === "MemberExpression" && !computed) {
      if (nameOf(object) === "Math" && EXACT_MATH.has(nameOf(property))) exact.add(object);
      if (nameOf(object) === "Math" && !exact.has(object)) {
        found.push(`Math.${nameOf(property)}`);
        exact.add(object);
      }
      if (LOCALE_DEPENDENT.test(nameOf(property))) found.push(nameOf(property));
    }
    if (type === "Identifier" && !properties.has(node)) {
      if (IMPURE.has(nameOf(node))) found.push(nameOf(node));
      if (nameOf(node) === "Math" && !exact.has(node)) found.push("Math");
    }
  }
  return found.map((name) => `${path} must not use ${name}: results would differ between runs`);
};

const size: Check = ({ path, lines }) => {
  const isTable = /\/definition\.ts$|^simulation\/catalogs\//.test(path);
  const most = isTable || /^(test|e2e)\//.test(path) ? 600 : 400;
  return lines.length > most ? [`${path} has ${lines.length} lines, at most ${most} are read`] : [];
};

const KEBAB = "[a-z0-9]+(-[a-z0-9]+)*";
const TEST = "(\\.(property|dom|full))*(\\.(test|bench))";
const NAMES: readonly [where: RegExp, name: RegExp][] = [
  [/^test\/.*\.ts$/, new RegExp(`^${KEBAB}(${TEST})?\\.ts$`)],
  [/^test\/.*\.tsx$/, new RegExp(`^(${KEBAB}|[A-Z]\\w*)(${TEST})?\\.tsx$`)],
  [/^e2e\//, new RegExp(`^${KEBAB}(\\.spec)?\\.ts$`)],
  [/^src\/main\.tsx$/, /./],
  [/^src\/.*\.tsx$/, /^[A-Z][A-Za-z0-9]*\.tsx$/],
  [/^src\//, new RegExp(`^(use[A-Z][A-Za-z0-9]*|${KEBAB}(\\.worker|\\.d)?)\\.ts$`)],
  [/^[^/]+\.config\.ts$/, /./],
  [/./, new RegExp(`^${KEBAB}\\.(ts|mjs)$`)],
];
const GRAB_BAG = /^(utils?|utilities|helpers?|common|types?|misc|shared)\b/i;

const naming: Check = ({ path }) => {
  const name = posix.basename(path);
  const folders = posix.dirname(path).split("/");
  const grabBag = [...folders, name].find((part) => GRAB_BAG.test(part));
  if (grabBag !== undefined) return [`${path}: ${grabBag} says nothing of what is inside`];
  const rule = NAMES.find(([where]) => where.test(path));
  return rule?.[1].test(name) ? [] : [`${path} is not named by the rules of its folder`];
};

const OPEN_END = /\b(TODO|FIXME|XXX|HACK)\b/;
const notes: Check = ({ path, comments }) =>
  comments.filter((text) => OPEN_END.test(text)).map((text) => `${path} leaves open:${text}`);

const RUNNERS = new Set(["it", "test", "describe", "bench"]);
const LEFT_OUT = new Set(["only", "skip", "todo", "fixme"]);

/** it.only, describe.skip, test.describe.only ... */
function leavesTestsOut({ type, object, property }: SyntaxNode): boolean {
  if (type !== "MemberExpression" || !LEFT_OUT.has(nameOf(property))) return false;
  const inner = object as SyntaxNode;
  return RUNNERS.has(nameOf(inner)) || RUNNERS.has(nameOf(inner.object));
}

const wholeSuites: Check = ({ path, nodes }) =>
  nodes.filter(leavesTestsOut).map(({ property }) => `${path} uses .${nameOf(property)}`);

const files = ["simulation", "src", "scripts", "test", "e2e"].flatMap(sourceFilesIn);

type Planted = [path: string, code: string];

function titleOf([path, code]: Planted): string {
  return code === "" ? path : `${path}: ${code.replaceAll("\n", " ").slice(0, 80)}`;
}

function describeCheck(title: string, check: Check, caught: Planted[], allowed: Planted[]): void {
  describe(title, () => {
    for (const planted of caught) {
      it(`catches ${titleOf(planted)}`, () => {
        expect(check(parseSource(...planted))).toHaveLength(1);
      });
    }
    for (const planted of allowed) {
      it(`allows ${titleOf(planted)}`, () => {
        expect(check(parseSource(...planted))).toEqual([]);
      });
    }
    it("finds nothing in the project", () => {
      expect(files.length).toBeGreaterThan(0);
      expect(files.flatMap(check)).toEqual([]);
    });
  });
}

describe("the table of who may import whom", () => {
  it("names only rooms that have a row", () => {
    expect(roomsWithoutRow()).toEqual([]);
  });
});

describeCheck(
  "imports",
  imports,
  [
    ["simulation/core/clock.ts", 'import { k } from "../kinds/catalog.ts";'],
    ["simulation/core/clock.ts", 'import type { K } from "../kinds/catalog.ts";'],
    ["simulation/core/clock.ts", 'export * from "../metrics/histogram.ts";'],
    ["simulation/core/clock.ts", 'type K = import("../engine/run.ts").Run;'],
    ["simulation/core/clock.ts", 'const k = await import("../engine/run.ts");'],
    ["simulation/results/series.ts", 'import type { A } from "../core/clock.ts";'],
    ["simulation/primitives/station.ts", 'import { q } from "../kinds/queue/model.ts";'],
    ["simulation/kinds/define.ts", 'import { s } from "../primitives/station.ts";'],
    ["simulation/kinds/queue/definition.ts", 'import { m } from "./model.ts";'],
    ["simulation/kinds/queue/definition.ts", 'import { c } from "../cache/definition.ts";'],
    ["simulation/kinds/queue/model.ts", 'import { c } from "../cache/definition.ts";'],
    ["simulation/kinds/queue/model.ts", 'import { r } from "../../policies/retry/model.ts";'],
    ["simulation/policies/retry.ts", 'import { t } from "./timeout.ts";'],
    ["simulation/faults/crash/model.ts", 'import { r } from "../../engine/run.ts";'],
    ["simulation/kinds/catalog.ts", 'import { m } from "./models.ts";'],
    ["simulation/kinds/catalog.ts", 'import { m } from "./queue/model.ts";'],
    ["simulation/scenario/parse.ts", 'import { compile } from "../engine/compile.ts";'],
    ["simulation/scenario/parse.ts", 'import { models } from "../kinds/models.ts";'],
    ["simulation/interop/jaeger.ts", 'import { run } from "../engine/run.ts";'],
    ["simulation/engine/run.ts", 'import { blame } from "../analysis/blame.ts";'],
    ["simulation/engine/run.ts", 'import { pool } from "../cli/pool.ts";'],
    ["simulation/analysis/blame.ts", 'import { App } from "../../src/app/App.tsx";'],
    ["src/store/run.ts", 'import { run } from "../../simulation/index.ts";'],
    ["src/store/run.ts", 'import type { Run } from "../../simulation/engine/run.ts";'],
    ["src/store/run.ts", 'import { models } from "../../simulation/kinds/models.ts";'],
    ["src/store/run.ts", 'import { heap } from "../../simulation/core/event-heap.ts";'],
    ["src/store/run.ts", 'import { Canvas } from "../canvas/Canvas.tsx";'],
    ["src/worker/client.ts", 'import { run } from "../../simulation/engine/run.ts";'],
    ["src/worker/protocol.ts", 'import { k } from "../../simulation/kinds/catalog.ts";'],
    ["src/canvas/Canvas.tsx", 'import { Inspector } from "../inspector/Inspector.tsx";'],
    ["src/canvas/Canvas.tsx", 'import { run } from "../../simulation/engine/run.ts";'],
    ["src/ui/Button.tsx", 'import { useRun } from "../store/run.ts";'],
    ["src/ui/Button.tsx", 'import type { Series } from "../../simulation/results/series.ts";'],
    ["src/app/App.tsx", 'import { fixture } from "../../test/support/fixture.ts";'],
    ["test/engine/run.test.ts", 'import { app } from "../../e2e/support/app.ts";'],
    ["scripts/start.mjs", 'import { run } from "../simulation/index.ts";'],
    ["simulation/oddments/thing.ts", 'import { a } from "../core/clock.ts";'],
    ["simulation/engine/run.ts", 'import { readFileSync } from "node:fs";'],
    ["src/files/save.ts", 'import { readFileSync } from "node:fs";'],
    ["simulation/kinds/queue/definition.ts", 'import { useState } from "react";'],
    ["simulation/cli/main.ts", 'import { createStore } from "zustand/vanilla";'],
    ["simulation/engine/run.ts", 'import { z } from "zod";'],
  ],
  [
    ["simulation/metrics/histogram.ts", 'import { a } from "../core/assert.ts";'],
    ["simulation/core/random.ts", 'import type { A } from "../results/series.ts";'],
    ["simulation/kinds/queue/model.ts", 'import { q } from "./definition.ts";'],
    [
      "simulation/kinds/queue/definition.ts",
      'import { d } from "../../catalogs/2026-11/queue.ts";',
    ],
    ["simulation/policies/define.ts", 'import { p } from "../kinds/define.ts";'],
    ["simulation/policies/retry-model.ts", 'import { r } from "./retry.ts";'],
    ["simulation/kinds/models.ts", 'import type { K } from "./catalog.ts";'],
    ["simulation/engine/run.ts", 'import { heap } from "../core/event-heap.ts";'],
    ["simulation/engine/compile.ts", 'import { models } from "../kinds/models.ts";'],
    ["simulation/analysis/blame.ts", 'import type { D } from "../scenario/document.ts";'],
    ["simulation/scenario/schema.ts", 'import * as z from "zod/mini";'],
    ["simulation/cli/main.ts", 'import { run } from "../engine/run.ts"; import "node:fs";'],
    ["src/store/run.ts", 'import { mean } from "../../simulation/core/distributions.ts";'],
    ["src/store/run.ts", 'import type { C } from "../worker/protocol.ts";'],
    ["src/worker/run.worker.ts", 'import { run } from "../../simulation/engine/run.ts";'],
    ["src/worker/run.worker.ts", 'import { models } from "../../simulation/kinds/models.ts";'],
    ["src/app/App.tsx", 'import { Canvas } from "../canvas/Canvas.tsx";'],
    ["src/canvas/Canvas.tsx", 'import "./Canvas.css"; import { Button } from "../ui/Button.tsx";'],
    ["test/engine/run.test.ts", 'import { run } from "../../simulation/engine/run.ts";'],
    ["e2e/support/app.ts", 'import type { S } from "../../simulation/results/series.ts";'],
  ],
);

describeCheck(
  "purity of the simulation",
  purity,
  [
    ["simulation/core/a.ts", "const a = Math.random();"],
    ["simulation/core/a.ts", "const a = Math.log(2);"],
    ["simulation/core/a.ts", "const a = Math.PI;"],
    ["simulation/core/a.ts", 'const a = Math["pow"](2, 3);'],
    ["simulation/core/a.ts", "const { sin } = Math;"],
    ["simulation/core/a.ts", "const a = 2 ** 3;"],
    ["simulation/core/a.ts", "let a = 2; a **= 3;"],
    ["simulation/core/a.ts", "const a = Date.now();"],
    ["simulation/core/a.ts", "const a = performance.now();"],
    ["simulation/core/a.ts", "setTimeout(() => {}, 1);"],
    ["simulation/core/a.ts", "globalThis.setTimeout(() => {}, 1);"],
    ["simulation/core/a.ts", "[].toLocaleString();"],
    ["simulation/core/a.ts", 'const a = ["b"].sort((x, y) => x.localeCompare(y));'],
  ],
  [
    ["simulation/core/a.ts", "const a = Math.floor(Math.sqrt(2)) + Math.max(1, 2);"],
    ["simulation/core/a.ts", "const a = { performance: 1 }.performance;"],
    ["simulation/cli/a.ts", "const a = performance.now() + Math.log(2);"],
    ["src/canvas/a.ts", "const a = Date.now() ** 2;"],
  ],
);

describeCheck(
  "size",
  size,
  [
    ["src/canvas/a.ts", "a;\n".repeat(401)],
    ["test/a.test.ts", "a;\n".repeat(601)],
  ],
  [
    ["src/canvas/a.ts", "a;\n".repeat(400)],
    ["simulation/kinds/queue/definition.ts", "a;\n".repeat(600)],
  ],
);

describeCheck(
  "names",
  naming,
  [
    ["simulation/core/eventHeap.ts", ""],
    ["simulation/core/utils.ts", ""],
    ["src/canvas/helpers.ts", ""],
    ["src/common/theme.ts", ""],
    ["simulation/results/types.ts", ""],
    ["src/canvas/node-card.tsx", ""],
    ["src/canvas/UseThing.ts", ""],
    ["simulation/core/clock.test.ts", ""],
    ["src/canvas/canvas.spec.ts", ""],
    ["e2e/shop.test.ts", ""],
    ["test/shop.spec.ts", ""],
  ],
  [
    ["simulation/core/event-heap.ts", ""],
    ["src/main.tsx", ""],
    ["src/canvas/NodeCard.tsx", ""],
    ["src/canvas/useFitView.ts", ""],
    ["src/worker/run.worker.ts", ""],
    ["test/core/random.property.test.ts", ""],
    ["test/inspector/NumberField.dom.test.tsx", ""],
    ["test/theory/queues.full.test.ts", ""],
    ["e2e/first-visit.spec.ts", ""],
  ],
);

describeCheck(
  "comments",
  notes,
  [
    ["src/canvas/a.ts", "// TODO tidy this up"],
    ["src/canvas/a.ts", "/* FIXME */"],
  ],
  [["src/canvas/a.ts", "// Kept for files of format 1."]],
);

describeCheck(
  "tests left out",
  wholeSuites,
  [
    ["test/a.test.ts", 'it.only("runs", () => {});'],
    ["test/a.test.ts", 'describe.skip("runs", () => {});'],
    ["test/a.test.ts", 'it.todo("runs");'],
    ["e2e/a.spec.ts", 'test.describe.only("runs", () => {});'],
    ["e2e/a.spec.ts", 'test.fixme("runs", () => {});'],
  ],
  [["test/a.test.ts", 'it("runs", () => {}); list.skip(1);']],
);
