// Presets against the reference: every value is a row of the table of documented settings, a measured
// case, or names the page or file of the product that it was read from; and every one of them is something the policy can do.
import { describe, expect, it } from "vitest";
import {
  namesOffered,
  type Preset,
  type Reading,
  takes,
} from "../../simulation/catalogs/2026-11/preset.ts";
import type { ParamSet } from "../../simulation/kinds/define.ts";
import { serverless } from "../../simulation/kinds/serverless/definition.ts";
import {
  CALL_EDGE_PARAMS,
  EXPORT_EDGE_PARAMS,
  MESH_PARAMS,
  PRESETS,
  type PresetSet,
} from "../../simulation/policies/catalog.ts";
import type { Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { meshValuesOf } from "../../simulation/scenario/mesh/mesh-values.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import documented from "../reference/presets.json" with { type: "json" };
import measured from "../reference/reality.json" with { type: "json" };

interface ReferenceRow {
  readonly system: string;
  readonly setting: string;
  readonly default: unknown;
  readonly meaning: string;
}

const ROWS: readonly ReferenceRow[] = documented;

const ALL = Object.entries<PresetSet>(PRESETS).flatMap(([policy, presets]) =>
  Object.entries(presets).map(([name, preset]) => ({ policy, name, preset })),
);

const READINGS = ALL.flatMap(({ policy, name, preset }) =>
  Object.entries(preset.readings).map(([path, reading]) => ({
    title: `${policy} ${name} ${path}`,
    reading,
  })),
);

function fieldsOf(policy: string): ParamSet {
  // A mesh is a group: its presets hold there.
  if (policy === "mesh") return MESH_PARAMS;
  // And these at a function.
  if (policy === "environments") return serverless.params.environments.fields;
  const params: ParamSet = { ...CALL_EDGE_PARAMS, ...EXPORT_EDGE_PARAMS };
  const param = Object.hasOwn(params, policy) ? params[policy] : undefined;
  return param?.type === "object" ? param.fields : {};
}

function caseText(id: string): string {
  const found: Readonly<Record<string, unknown>> = measured.find((entry) => entry.id === id) ?? {};
  const { setup, must_reproduce, note, parameters } = found;
  return [setup, must_reproduce, note, JSON.stringify(parameters)].join("\n");
}

/** Throws where the reference says something else. */
function holdAgainstReference({ value, from }: Reading): void {
  if ("because" in from) {
    // Product and file or page, and what it says.
    expect(from.where).toMatch(/^\S.{2,}[ ,].{4,}/);
    expect(from.because.length).toBeGreaterThan(10);
    return;
  }
  if ("measured" in from) {
    expect(caseText(from.measured)).toContain(from.says);
    return;
  }
  const rows = ROWS.filter((row) => row.system === from.system && row.setting === from.setting);
  expect(rows).toHaveLength(1);
  const stated = rows[0]?.default;
  if (from.meaning !== undefined) expect(rows[0]?.meaning).toContain(from.meaning);
  else if (from.says !== undefined) expect(stated).toBe(from.says);
  else {
    expect(stated).toBeTypeOf("number");
    expect(value).toBeTypeOf("number");
    const translated = Number(stated) * (from.times ?? 1) + (from.plus ?? 0);
    expect(translated).toBeCloseTo(Number(value), 12);
  }
}

describe("every value of a preset", () => {
  it.each(READINGS)("$title is what the reference says", ({ reading }) => {
    holdAgainstReference(reading);
  });

  it("is missed when it differs from the reference", () => {
    const reading = PRESETS.retry["envoy@2026-11"]?.readings["backoff.baseMs"];
    if (!reading) throw new Error("no such reading");
    expect(() => holdAgainstReference({ ...reading, value: 26 })).toThrow();
    const word = PRESETS.retry["finagle@2026-11"]?.readings["budget.ratio"];
    if (!word || !("says" in word.from)) throw new Error("no such reading");
    expect(() =>
      holdAgainstReference({ ...word, from: { ...word.from, says: "30 %" } } as Reading),
    ).toThrow();
  });

  it("comes from the reference more often than from us", () => {
    const own = READINGS.filter(({ reading }) => "because" in reading.from);
    expect(own.length).toBeLessThan(READINGS.length / 3);
  });
});

/** The edge's values with nothing but a preset on one policy. */
function resolvedPolicy(policy: string, preset: string): unknown {
  const document: ScenarioDocument = {
    format: 1,
    catalog: "2026-11",
    name: "Preset",
    run: {},
    nodes: { a: { kind: "client" }, b: { kind: "service" } },
    edges: { "a->b": { protocol: "rest", [policy]: { preset } as Json } },
  };
  if (policy === "exporter") {
    const nodes = { a: { kind: "service" }, b: { kind: "tracing-collector" } };
    const exporting = { ...document, nodes, edges: { "a->b": { exporter: { preset } } } };
    const resolved = resolveScenario(exporting);
    if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
    return resolved.scenario.edges[0]?.values[policy];
  }
  if (policy === "mesh") {
    return meshValuesOf({ ...document, groups: { m: { kind: "mesh", preset } } }, "m");
  }
  const isOfNode = policy === "environments";
  const nodes = { ...document.nodes, b: { kind: "serverless", [policy]: { preset } as Json } };
  const result = resolveScenario(isOfNode ? { ...document, nodes, edges: {} } : document);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const { edges, nodes: found } = result.scenario;
  return isOfNode ? found.find(({ id }) => id === "b")?.values[policy] : edges[0]?.values[policy];
}

function valueAt(values: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((inner, step) => (inner as Record<string, unknown>)[step], values);
}

const OFFERED = ALL.filter(({ policy, name }) =>
  namesOffered((PRESETS as Record<string, PresetSet>)[policy] ?? {}, fieldsOf(policy)).includes(
    name,
  ),
);

describe("a preset that is offered", () => {
  it.each(OFFERED)("$policy $name resolves to its values", ({ policy, name, preset }) => {
    const resolved = resolvedPolicy(policy, name);
    for (const [path, { value }] of Object.entries(preset.readings)) {
      expect(valueAt(resolved, path), path).toEqual(value);
    }
  });

  it("is one whose every value the policy has", () => {
    const fields = fieldsOf("retry");
    expect(takes(fields, "maxAttempts", 2)).toBe(true);
    expect(takes(fields, "maxAttempts", null)).toBe(true);
    expect(takes(fields, "backoff.type", "constant")).toBe(true);
    expect(takes(fields, "backoff.type", "fibonacci")).toBe(false);
    expect(takes(fields, "backoff.baseMs", null)).toBe(false);
    expect(takes(fields, "backoff.base", 1)).toBe(false);
    expect(takes(fields, "retryOn", ["timeout"])).toBe(true);
    expect(takes(fields, "retryOn", ["never"])).toBe(false);
  });
});

describe("every preset", () => {
  it("is offered, since the policies have all that it sets", () => {
    const withheld = ALL.filter((entry) => !OFFERED.includes(entry)).map(
      ({ policy, name, preset }) => [policy, name, lacking(policy, preset)],
    );
    expect(withheld).toEqual([]);
  });
});

/** Paths of a preset that its policy cannot follow. */
function lacking(policy: string, preset: Preset): readonly string[] {
  return Object.entries(preset.readings)
    .filter(([path, { value }]) => !takes(fieldsOf(policy), path, value))
    .map(([path]) => path);
}
