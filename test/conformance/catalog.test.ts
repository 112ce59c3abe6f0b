// Generated over the catalog: what every kind, policy, protocol and fault must be, without a run.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import frozen from "../../simulation/catalogs/2026-11/defaults.json" with { type: "json" };
import { DOCUMENTED, type Documented } from "../../simulation/catalogs/2026-11/documented.ts";
import { FAULT_PARAMS, faults } from "../../simulation/faults/catalog.ts";
import {
  catalog,
  DELIVER_EDGE_PARAMS,
  deliverParamsOf,
  triggerParamsOf,
} from "../../simulation/kinds/catalog.ts";
import type {
  FaultDefinition,
  KindDefinition,
  Param,
  ParamSet,
  ProtocolDefinition,
} from "../../simulation/kinds/define.ts";
import {
  CALL_EDGE_PARAMS,
  CALL_MESSAGE_PARAMS,
  CALL_PARAMS,
  EXPORT_EDGE_PARAMS,
  MESH_PARAMS,
  PRESETS,
  type PresetSet,
  PUBLISH_EDGE_PARAMS,
} from "../../simulation/policies/catalog.ts";
import { protocols } from "../../simulation/protocols/catalog.ts";
import { checkDocument } from "../../simulation/scenario/check.ts";
import { newEdge, whyNotConnect } from "../../simulation/scenario/connect.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { RUN_PARAMS } from "../../simulation/scenario/run-params.ts";
import { NODE_KEYS, scenarioJsonSchema } from "../../simulation/scenario/schema.ts";
import presetRows from "../reference/presets.json" with { type: "json" };

const KINDS = Object.values<KindDefinition>(catalog);
const PROTOCOLS = Object.values<ProtocolDefinition>(protocols);
const FAULTS = Object.values<FaultDefinition>(faults);

/** Every set of parameters by the name of what it belongs to. */
const SETS: readonly [string, ParamSet][] = [
  ...KINDS.flatMap((kind): [string, ParamSet][] => [
    [kind.id, kind.params],
    [`${kind.id} operation`, kind.operation ?? {}],
    [`${kind.id} consumer edge`, deliverParamsOf(kind)],
    ...(kind.call ? [[`${kind.id} call edge`, kind.call] as [string, ParamSet]] : []),
    ...(kind.publish ? [[`${kind.id} publish edge`, kind.publish] as [string, ParamSet]] : []),
    ...(kind.trigger
      ? [[`${kind.id} trigger edge`, triggerParamsOf(kind)] as [string, ParamSet]]
      : []),
  ]),
  ["call edge", CALL_EDGE_PARAMS],
  ["export edge", EXPORT_EDGE_PARAMS],
  ["mesh", MESH_PARAMS],
  ["publish edge", PUBLISH_EDGE_PARAMS],
  ["call", CALL_PARAMS],
  ["call message", CALL_MESSAGE_PARAMS],
  ["fault", FAULT_PARAMS],
  ...FAULTS.map((fault): [string, ParamSet] => [`${fault.id} fault`, fault.params]),
  ["run", RUN_PARAMS],
];

/** All parameters below a set, with those inside objects and maps. */
function flatten(params: ParamSet, prefix: string): readonly [string, Param][] {
  return Object.entries(params).flatMap(([name, param]): [string, Param][] => {
    const path = `${prefix}.${name}`;
    const inner =
      param.type === "object" ? param.fields : param.type === "map" ? param.entry : null;
    return [[path, param], ...(inner === null ? [] : flatten(inner, path))];
  });
}

const ALL_PARAMS = SETS.flatMap(([name, params]) => flatten(params, name));

function defaultsOf(params: ParamSet): Record<string, unknown> {
  return Object.fromEntries(
    flatten(params, "").map(([path, param]) => [path.slice(1), param.default]),
  );
}

describe("every parameter", () => {
  it.each(ALL_PARAMS)("%s has a label, help in sentences and a default of its type", (_, param) => {
    expect(param.label).toMatch(/^[A-Z]/);
    expect(param.help).toMatch(/^[A-Z].*\.$/s);
    if (param.default === null) expect(param.nullMeans).toBeDefined();
    if (param.type === "number" && param.default !== null) {
      expect(param.default).toBeGreaterThanOrEqual(param.min);
      expect(param.default).toBeLessThanOrEqual(param.max);
    }
    if (param.type === "number" && param.soft !== undefined) {
      expect(param.soft[0]).toBeGreaterThanOrEqual(param.min);
      expect(param.soft[1]).toBeLessThanOrEqual(param.max);
    }
    if (param.type === "choice" && param.default !== null) {
      expect(param.options).toContain(param.default);
      expect(param.optionLabels?.length ?? param.options.length).toBe(param.options.length);
    }
  });
});

describe("every kind", () => {
  it.each(KINDS)("$id keeps clear of reserved names and stands in its folder", (kind) => {
    for (const name of NODE_KEYS) expect(Object.keys(kind.params)).not.toContain(name);
    const guide = readFileSync(`simulation/kinds/${kind.id}/guide.md`, "utf8");
    expect(guide).toMatch(/^# .+\n\n[^#]+Watch: .+\n$/s);
  });

  it("differs from every other in its defaults", () => {
    const tables = KINDS.map((kind) => JSON.stringify(defaultsOf(kind.params)));
    expect(new Set(tables).size).toBe(KINDS.length);
  });

  it.each(KINDS)("$id is sound with nothing but its kind", ({ id }) => {
    const value = scenarioOf(id);
    const result = resolveScenario(value);
    expect(result.ok).toBe(true);
  });

  it.each(KINDS)("$id can be connected to something", ({ id }) => {
    const others = Object.keys(catalog);
    const possible = others.some((other) => {
      const value = { ...scenarioOf(id), nodes: { a: { kind: id }, b: { kind: other } } };
      return whyNotConnect(value, "a", "b") === null || whyNotConnect(value, "b", "a") === null;
    });
    expect(possible).toBe(true);
  });

  it.each(KINDS.filter((kind) => kind.protocols.length > 0))(
    "$id speaks protocols of the right sort",
    (kind) => {
      const sort = kind.deliver === undefined ? "call" : "publish-deliver";
      for (const id of kind.protocols) {
        expect(protocols[id as keyof typeof protocols].sort).toBe(sort);
      }
    },
  );
});

function scenarioOf(kind: string): ScenarioDocument {
  const base = { format: 1, catalog: "2026-11", name: "x", run: {} } as const;
  return { ...base, nodes: { a: { kind } }, edges: {} };
}

/** Something in the design below that a fault can be aimed at. */
function aimOf({ id, targets, only, links }: FaultDefinition): string {
  if (id === "control-plane-outage") return "core";
  if (id === "schema-change") return "log";
  if (links === "deliveries") return "log";
  if (only?.includes("cache")) return "store";
  if (only?.includes("sqs")) return "work";
  if (targets.includes("client")) return "users";
  return targets.includes("group") ? "west" : "api";
}

/** A design in which the parameters of a set can be given, and the path where they stand. */
function placeOf(set: string): { readonly value: ScenarioDocument; readonly path: string[] } {
  const kind = KINDS.find(({ id }) => set === id || set === `${id} operation`);
  const value: ScenarioDocument = {
    ...scenarioOf("client"),
    nodes: {
      users: { kind: "client" },
      api: { kind: "service", in: ["west", "core"], rollout: {} },
      eater: { kind: "stream-processor" },
      mail: { kind: "rabbitmq", exchange: "direct" },
      log: { kind: "kafka" },
      store: { kind: "cache" },
      work: { kind: "sqs", maxReceiveCount: 3 },
    },
    edges: {
      "users->api": {},
      "api->mail": {},
      "api->log": {},
      "mail->eater": {},
      "log->eater": {},
    },
    groups: { west: { kind: "zone" }, core: { kind: "mesh" } },
    faults: Object.fromEntries(
      FAULTS.map((fault) => [fault.id, { kind: fault.id, target: aimOf(fault) }]),
    ),
  };
  if (kind !== undefined) {
    const node = {
      kind: kind.id,
      ...(set.endsWith("operation") ? { operations: { request: {} } } : {}),
    };
    const path = set.endsWith("operation")
      ? ["nodes", "x", "operations", "request"]
      : ["nodes", "x"];
    return { value: { ...value, nodes: { ...value.nodes, x: node } }, path };
  }
  const called = KINDS.find(({ id }) => set === `${id} call edge`);
  if (called !== undefined) {
    const nodes = { ...value.nodes, box: { kind: called.id } };
    return {
      value: { ...value, nodes, edges: { ...value.edges, "api->box": {} } },
      path: ["edges", "api->box"],
    };
  }
  const into = KINDS.find(({ id }) => set === `${id} publish edge`);
  if (into !== undefined) {
    const nodes = { ...value.nodes, box: { kind: into.id } };
    const edges = { ...value.edges, "api->box": {}, "box->eater": {} };
    return { value: { ...value, nodes, edges }, path: ["edges", "api->box"] };
  }
  const trigger = KINDS.find(({ id }) => set === `${id} trigger edge`);
  if (trigger !== undefined) {
    const nodes = { ...value.nodes, box: { kind: trigger.id }, fn: { kind: "serverless" } };
    const edges = { ...value.edges, "users->box": {}, "box->fn": {} };
    return { value: { ...value, nodes, edges }, path: ["edges", "box->fn"] };
  }
  const broker = KINDS.find(({ id }) => set === `${id} consumer edge`);
  if (broker?.deliver !== undefined) {
    const nodes = { ...value.nodes, box: { kind: broker.id } };
    const edges = { ...value.edges, "users->box": {}, "box->eater": {} };
    return { value: { ...value, nodes, edges }, path: ["edges", "box->eater"] };
  }
  if (set === "export edge") {
    const nodes = { ...value.nodes, spans: { kind: "tracing-collector" } };
    const edges = { ...value.edges, "api->spans": {} };
    return { value: { ...value, nodes, edges }, path: ["edges", "api->spans"] };
  }
  const fault = set.endsWith(" fault") ? set.slice(0, -" fault".length) : "slow";
  const places: Readonly<Record<string, string[]>> = {
    "call edge": ["edges", "users->api"],
    "publish edge": ["edges", "api->mail"],
    mesh: ["groups", "core"],
    run: ["run"],
  };
  if (set === "call" || set === "call message") {
    const edge = set === "call" ? "users->api" : "api->mail";
    return { value: withCalls(value, edge), path: ["edges", edge, "calls", "0"] };
  }
  return { value, path: places[set] ?? ["faults", fault] };
}

function withCalls(value: ScenarioDocument, edge: string): ScenarioDocument {
  return { ...value, edges: { ...value.edges, [edge]: { calls: [{ id: "c" }] } } };
}

function withValue(value: unknown, path: readonly string[], given: unknown): unknown {
  if (path.length === 0) return given;
  const [key = "", ...rest] = path;
  const holder = value as Record<string, unknown>;
  const inner = withValue(holder?.[key] ?? {}, rest, given);
  return Array.isArray(value) ? value.with(Number(key), inner) : { ...holder, [key]: inner };
}

describe("every parameter in a file", () => {
  const top = SETS.flatMap(([set, params]) =>
    Object.entries(params).map(([name, param]): [string, string, Param] => [set, name, param]),
  );

  it.each(top)("%s %s: its default may be written out, nonsense may not", (set, name, param) => {
    const { value, path } = placeOf(set);
    const written = withValue(value, [...path, name], param.default);
    const errors = checkDocument(written).problems.filter(({ severity }) => severity === "error");
    expect(errors).toEqual([]);
    // Any names and values make headers.
    const wrong = param.type === "headers" ? "sense" : { no: "sense" };
    const nonsense = withValue(value, [...path, name], wrong);
    const found = checkDocument(nonsense).problems.map((problem) => problem.path);
    expect(found.some((at) => at.startsWith([...path, name].join(".")))).toBe(true);
  });
});

describe("documented values", () => {
  const rows = presetRows as readonly {
    system: string;
    setting: string;
    default: unknown;
    meaning: string;
  }[];

  it.each(Object.entries<Documented<unknown>>(DOCUMENTED))(
    "%s is what the reference says",
    (_, entry) => {
      const found = rows.filter(
        (row) => row.system === entry.row.system && row.setting === entry.row.setting,
      );
      expect(found).toHaveLength(1);
      const stated = found[0]?.default;
      if (entry.meaning !== undefined) expect(found[0]?.meaning).toContain(entry.meaning);
      else if (entry.says !== undefined) expect(stated).toBe(entry.says);
      else if (entry.value === null) expect(stated).toBe(0);
      else expect(Number(stated) * (entry.factor ?? 1)).toBeCloseTo(Number(entry.value), 12);
    },
  );

  it("are those of every default that names a source", () => {
    const known = new Map<string, unknown[]>();
    for (const { source, value } of Object.values<Documented<unknown>>(DOCUMENTED)) {
      const values = typeof value === "object" && value !== null ? Object.values(value) : [value];
      known.set(source, [...values, "exponential"]);
    }
    const sourced = [
      ...ALL_PARAMS.filter(([, param]) => param.source !== undefined).map(
        ([path, param]): [string, string | undefined, unknown] => [
          path,
          param.source,
          param.default,
        ],
      ),
      ...PROTOCOLS.flatMap((protocol) =>
        Object.entries(protocol.defaults)
          .filter(([, { source }]) => source !== undefined)
          .map(([name, { source, value }]): [string, string | undefined, unknown] => [
            `${protocol.id} ${name}`,
            source,
            value,
          ]),
      ),
    ];
    expect(sourced.length).toBeGreaterThan(20);
    for (const [path, source, value] of sourced) {
      expect(known.get(source ?? "") ?? [], path).toContain(value);
    }
  });
});

describe("the published catalog", () => {
  /** What catalog 2026-11 means by every value that a file leaves out. */
  function present() {
    return {
      ...Object.fromEntries(SETS.map(([name, params]) => [name, defaultsOf(params)])),
      protocols: Object.fromEntries(
        PROTOCOLS.map(({ id, defaults }) => [
          id,
          Object.fromEntries(Object.entries(defaults).map(([name, { value }]) => [name, value])),
        ]),
      ),
      presets: Object.fromEntries(
        Object.entries<PresetSet>(PRESETS).map(([policy, presets]) => [
          policy,
          Object.fromEntries(Object.entries(presets).map(([name, { values }]) => [name, values])),
        ]),
      ),
    };
  }

  it("is frozen: a changed default is a new catalog, never an edit", () => {
    expect(JSON.parse(JSON.stringify(present()))).toEqual(frozen);
  });

  it("lists the consumer parameters of all brokers together", () => {
    for (const kind of KINDS) {
      for (const name of Object.keys(deliverParamsOf(kind))) {
        expect(Object.keys(DELIVER_EDGE_PARAMS)).toContain(name);
      }
    }
  });
});

describe("the JSON Schema for editors", () => {
  it("is the one that is published", () => {
    const published = readFileSync("public/schema/scenario-1.json", "utf8");
    expect(published).toBe(`${JSON.stringify(scenarioJsonSchema(), null, 1)}\n`);
  });

  it("knows every kind, parameter and fault", () => {
    const text = JSON.stringify(scenarioJsonSchema());
    for (const kind of KINDS) expect(text).toContain(`"const":"${kind.id}"`);
    for (const [path] of ALL_PARAMS) {
      expect(text).toContain(`"${path.slice(path.lastIndexOf(".") + 1)}":`);
    }
  });
});

describe("drawing", () => {
  it.each(KINDS)("an edge drawn into $id is sound", ({ id }) => {
    const value = { ...scenarioOf("service"), nodes: { a: { kind: "service" }, b: { kind: id } } };
    if (whyNotConnect(value, "a", "b") !== null)
      return expect(["client", "scheduler"]).toContain(id);
    const { id: edge, edge: fields } = newEdge(value, "a", "b");
    expect(checkDocument({ ...value, edges: { [edge]: fields } }).ok).toBe(true);
  });
});
