import { act, fireEvent, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { faults } from "../../simulation/faults/catalog.ts";
import { catalog, kindOf } from "../../simulation/kinds/catalog.ts";
import type {
  FaultDefinition,
  KindDefinition,
  Param,
  ParamSet,
} from "../../simulation/kinds/define.ts";
import { CALL_PARAMS, MESH_EDGE_PARAMS } from "../../simulation/policies/catalog.ts";
import { edgeParamsOf, protocolOfEdge } from "../../simulation/scenario/edge-sorts.ts";
import { wayOf } from "../../simulation/scenario/mesh/membership.ts";
import { getPath } from "../../simulation/scenario/paths.ts";
import { RUN_PARAMS } from "../../simulation/scenario/run-params.ts";
import { actsOnBroker, actsOnConsumer } from "../../src/inspector/broker-sections.ts";
import { actingParams, callParamsOf } from "../../src/inspector/fields/acting-params.ts";
import { actsOnEdge, isRelevant } from "../../src/inspector/fields/relevant-fields.ts";
import { Inspector } from "../../src/inspector/Inspector.tsx";
import { setBase, undo } from "../../src/store/document-actions.ts";
import { studio } from "../../src/store/studio-store.ts";
import { allFields, currentDocument, openDocument, showPage } from "./page.tsx";

/** A form of some forty fields is edited one by one. */
const MANY_EDITS_MS = 180_000;

const kinds: readonly KindDefinition[] = Object.values(catalog);

// Stations share nearly all of their parameters, calls and publishes most of theirs. Editing each
// one of each takes minutes, so the short suite edits those of the smaller forms.
const full = process.env.BROWNOUT_FULL === "1";
const SHORT_KINDS = new Set(["client", "rabbitmq"]);
const editedKinds = full ? kinds : kinds.filter(({ id }) => SHORT_KINDS.has(id));

/** The row or card of a parameter. */
function fieldAt(path: string): HTMLElement {
  const field = document.querySelector<HTMLElement>(`[data-path="${path}"]`);
  if (!field) throw new Error(`no field for ${path}`);
  return field;
}

function valueAt(path: string) {
  return getPath(currentDocument(), path);
}

function type(control: HTMLElement, text: string): void {
  fireEvent.change(control, { target: { value: text } });
  fireEvent.blur(control);
}

/** The switch of a policy's card; to look for roles in the whole page takes too long. */
function switchOf(label: string, around: ParentNode): HTMLElement {
  const card = around.querySelector<HTMLElement>(`section[aria-label="${label}"] > header`);
  if (!card) throw new Error(`no card ${label}`);
  return within(card).getByRole("switch", { name: label });
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return value as Readonly<Record<string, unknown>>;
}

/** In a list, or among options side by side. */
function choose(field: HTMLElement, option: string): void {
  const list = within(field).queryByRole("combobox");
  if (list) fireEvent.change(list, { target: { value: option } });
  else fireEvent.click(within(field).getByDisplayValue(option));
}

/** Makes one edit that any parameter of this type allows; gives what the file must hold then. */
function editField(param: Param, path: string): unknown {
  const field = fieldAt(path);
  const box = () => within(field).getAllByRole("textbox").at(-1) as HTMLElement;
  switch (param.type) {
    case "number": {
      const limit = within(field).queryByRole("switch");
      if (limit && (limit as HTMLInputElement).checked === false) fireEvent.click(limit);
      const next = param.min + (param.integer ? 3 : 2.5);
      type(box(), String(next) + (param.unit === "ms" ? "ms" : param.unit === "s" ? "s" : ""));
      return next;
    }
    case "ratio": {
      const limit = within(field).queryByRole("switch");
      if (limit && (limit as HTMLInputElement).checked === false) fireEvent.click(limit);
      type(box(), "37");
      return 0.37;
    }
    case "boolean":
      // What may be left to something else is a choice of three.
      if (param.nullMeans !== undefined) {
        choose(field, param.default === true ? "off" : "on");
        return param.default !== true;
      }
      fireEvent.click(within(field).getByRole("switch"));
      return param.default !== true;
    case "choice": {
      const other = param.options.find((option) => option !== param.default);
      if (other === undefined) return undefined;
      choose(field, other);
      return other;
    }
    case "text":
      type(box(), "renamed");
      return "renamed";
    case "headers":
      type(box(), 'region=eu, size=3, code="3"');
      return { region: "eu", size: 3, code: "3" };
    case "names": {
      if (!param.options) {
        type(box(), "read, write");
        return ["read", "write"];
      }
      const option = String(param.options[0]);
      const had = (param.default ?? []).includes(option);
      fireEvent.click(within(field).getByRole("button", { name: option }));
      return had
        ? param.options.filter((name) => name !== option && param.default?.includes(name))
        : param.options.filter((name) => name === option || param.default?.includes(name));
    }
    case "numbers":
      type(box(), "1, 0.5");
      return [1, 0.5];
    case "distribution": {
      const limit = within(field).queryByRole("switch");
      if (limit && (limit as HTMLInputElement).checked === false) fireEvent.click(limit);
      // A distribution of several forms has a second list: by which numbers it is given.
      const list = within(fieldAt(path)).getByRole("combobox", { name: param.label });
      fireEvent.change(list, { target: { value: "constant" } });
      const unit = param.unit === "ms" ? "ms" : "";
      type(within(fieldAt(path)).getByRole("textbox"), `42${unit}`);
      return 42;
    }
    case "arrivals": {
      const other = param.options.find((option) => option !== param.default) ?? "";
      fireEvent.change(within(field).getByRole("combobox"), { target: { value: other } });
      return other;
    }
    case "points":
      fireEvent.click(within(field).getByRole("switch"));
      type(within(fieldAt(path)).getAllByRole("textbox").at(-1) as HTMLElement, "4");
      return [
        [0, 1],
        [30, 4],
      ];
    case "count":
      type(box(), "7");
      return 7;
    case "requires":
      fireEvent.click(within(field).getByRole("button"));
      return { "1": "any" };
    case "map":
      type(box(), "extra");
      return { ...param.default, extra: {} };
    case "object":
      throw new Error("objects are tested by their fields");
  }
}

describe("every parameter of every kind", () => {
  it.each(kinds)("$id: has a field with its label", async (kind) => {
    openDocument({ nodes: { it: { kind: kind.id } } }, "it");
    showPage(<Inspector />);
    await allFields();
    for (const [name, param] of Object.entries(kind.params)) {
      if (param.type === "object") {
        expect(screen.getByRole("region", { name: param.label })).toBeTruthy();
        continue;
      }
      // What the other fields make idle is not shown.
      if (!actsOnBroker(kind, {}, name) || !actingParams(kind, { kind: kind.id })[name]) {
        expect(document.querySelector(`[data-path="nodes.it.${name}"]`), name).toBeNull();
        continue;
      }
      const label = within(fieldAt(`nodes.it.${name}`)).getByText(param.label);
      const control = document.getElementById(label.getAttribute("for") ?? "");
      expect(control, `${kind.id}.${name}: the label names a control`).not.toBeNull();
    }
  });

  it.each(editedKinds)(
    "$id: an edit of each lands in the document",
    async (kind) => {
      openDocument({ nodes: { it: { kind: kind.id } } }, "it");
      showPage(<Inspector />);
      await allFields();
      for (const [name, param] of Object.entries(kind.params)) {
        if (param.type === "object") continue;
        const path = `nodes.it.${name}`;
        const node = { kind: kind.id, ...record(valueAt("nodes.it")) };
        if (!actsOnBroker(kind, node, name) || !actingParams(kind, node)[name]) continue;
        const expected = editField(param, path);
        if (expected !== undefined) expect(valueAt(path), path).toEqual(expected);
      }
    },
    MANY_EDITS_MS,
  );
});

/** Neither a field for it nor for anything in it. */
function expectNone(path: string): void {
  expect(document.querySelector(`[data-path="${path}"], [data-path^="${path}."]`), path).toBeNull();
}

/** One edit of a parameter of an edge; a policy is switched on first, and each of its fields edited. */
function editEach(name: string, param: Param, path: string, around: ParentNode = document): void {
  if (param.type === "object") {
    fireEvent.click(switchOf(param.label, around));
    expect(valueAt(path), path).toEqual({});
  }
  const edited: ParamSet = param.type === "object" ? param.fields : { "": param };
  for (const [field, inner] of Object.entries(edited)) {
    if (inner.type === "object") continue;
    const fieldPath = field === "" ? path : `${path}.${field}`;
    // A policy of several machines shows what the chosen one reads.
    if (field !== "" && !isRelevant(name, field, {}, record(valueAt(path)))) {
      expectNone(fieldPath);
      continue;
    }
    const expected = editField(inner, fieldPath);
    if (expected !== undefined) expect(valueAt(fieldPath), fieldPath).toEqual(expected);
  }
  // Off again: a page with every card open takes long to draw.
  if (param.type === "object") act(() => setBase(path, null));
}

describe("every parameter of every edge", () => {
  const shortPairs = [
    ["rabbitmq", "service"],
    ["kafka", "stream-processor"],
  ];
  const longPairs = [
    ["service", "service"],
    ["service", "rabbitmq"],
    ["service", "kafka"],
  ];
  const pairs = full ? [...longPairs, ...shortPairs] : shortPairs;

  it.each(pairs)(
    "%s to %s: an edit of each lands in the document",
    (from = "", to = "") => {
      const params = edgeParamsOf(kindOf(from) as KindDefinition, kindOf(to) as KindDefinition);
      openDocument(
        { nodes: { a: { kind: from }, b: { kind: to } }, edges: { "a->b": {} } },
        "a->b",
      );
      showPage(<Inspector />);
      for (const [name, param] of Object.entries(params)) {
        const path = `edges.a->b.${name}`;
        // What the other fields make idle is not shown.
        const valueAtName = (other: string) =>
          other === "protocol"
            ? protocolOfEdge(currentDocument(), "a->b")
            : (valueAt(`edges.a->b.${other}`) ?? params[other]?.default);
        const own = record(valueAt("edges.a->b"));
        const broker = kindOf(from) as KindDefinition;
        const acts =
          actsOnEdge(name, {}, valueAtName) &&
          actsOnConsumer(broker, {}, params, own, name) &&
          (name !== "mesh" || wayOf(currentDocument(), "a->b") !== null);
        if (!acts) {
          expectNone(path);
          continue;
        }
        editEach(name, param, path);
        // A one-way edge is not answered: it offers no retry, breaker or fallback to edit.
        if (name === "oneWay") act(undo);
      }
    },
    MANY_EDITS_MS,
  );

  // What an edge says to its mesh has its policies' names; the short suite edits the mesh's own rules.
  const ofMesh = Object.entries<Param>(MESH_EDGE_PARAMS);
  it(
    "an edit of each lands in the document of a call through a mesh",
    () => {
      openDocument(
        {
          nodes: { a: { kind: "service", in: "m" }, b: { kind: "service", in: "m" } },
          edges: { "a->b": {} },
          groups: { m: { kind: "mesh" } },
        },
        "a->b",
      );
      showPage(<Inspector />);
      const block = screen.getByRole("region", { name: "From the mesh" });
      const valueAtName = (other: string) =>
        valueAt(`edges.a->b.mesh.${other}`) ?? (MESH_EDGE_PARAMS as ParamSet)[other]?.default;
      for (const [name, param] of full ? ofMesh : ofMesh.slice(0, 2)) {
        const path = `edges.a->b.mesh.${name}`;
        if (!actsOnEdge(name, {}, valueAtName)) {
          expectNone(path);
          continue;
        }
        editEach(name, param, path, block);
      }
    },
    MANY_EDITS_MS,
  );

  it("has a form for the calls, with every field of a call", () => {
    openDocument(
      {
        nodes: { a: { kind: "service" }, b: { kind: "service" } },
        edges: { "a->b": { calls: [{ id: "first" }] } },
      },
      "a->b",
    );
    showPage(<Inspector />);
    fireEvent.click(screen.getByRole("tab", { name: "Calls" }));
    for (const [name, param] of Object.entries(callParamsOf(CALL_PARAMS, "service"))) {
      const path = `edges.a->b.calls.first.${name}`;
      expect(valueAt(path)).toBeUndefined();
      expect(editField(param, path)).toEqual(valueAt(path));
    }
    fireEvent.click(screen.getByRole("button", { name: "Call" }));
    expect(valueAt("edges.a->b.calls")).toHaveLength(2);
  });
});

describe("faults and the run", () => {
  const known = Object.values<FaultDefinition>(faults);
  it.each(full ? known : known.filter((_, at) => at % 4 === 0))(
    "$id: every number of the fault has a field",
    (fault) => {
      const target = fault.targets.includes("node") ? "a" : "a->b";
      openDocument(
        {
          nodes: { a: { kind: "service", rollout: {} }, b: { kind: "service" } },
          edges: { "a->b": {} },
          faults: { it: { kind: fault.id, target, atS: 10, forS: 10 } },
        },
        "fault:it",
      );
      showPage(<Inspector />);
      for (const [name, param] of Object.entries(fault.params)) {
        const expected = editField(param, `faults.it.${name}`);
        if (expected !== undefined) expect(valueAt(`faults.it.${name}`)).toEqual(expected);
      }
      expect(document.querySelector('[data-path="faults.it.rampS"]') !== null).toBe(fault.ramp);
      type(within(fieldAt("faults.it.atS")).getByRole("textbox"), "25");
      expect(valueAt("faults.it.atS")).toBe(25);
    },
  );

  it("shows the run's settings while nothing is selected", () => {
    openDocument({});
    showPage(<Inspector />);
    // Samples at instants are for the command: the page has every instant at its playhead.
    const { sampleAtS: _, detail: __, ...shown } = RUN_PARAMS;
    for (const [name, param] of Object.entries(shown)) {
      expect(editField(param, `run.${name}`)).toEqual(valueAt(`run.${name}`));
    }
  });

  it("adds a fault to the selected node", () => {
    openDocument({ nodes: { a: { kind: "service" } } }, "a");
    showPage(<Inspector />);
    fireEvent.click(screen.getByRole("tab", { name: /Faults/ }));
    fireEvent.click(screen.getByRole("button", { name: "Slow" }));
    expect(currentDocument().faults?.slow).toMatchObject({ kind: "slow", target: "a", atS: 40 });
    expect(studio.getState().selection.ids).toEqual(["fault:slow"]);
  });
});

describe("a field", () => {
  it("refuses what the parameter does not allow, at the field, and keeps the file as it was", () => {
    openDocument({ nodes: { a: { kind: "service", replicas: 2 } } }, "a");
    showPage(<Inspector />);
    const field = fieldAt("nodes.a.replicas");
    type(within(field).getByRole("textbox"), "0");
    expect(within(field).getByRole("alert").textContent).toContain("At least 1");
    expect(valueAt("nodes.a.replicas")).toBe(2);
    type(within(field).getByRole("textbox"), "2.5");
    expect(within(field).getByRole("alert").textContent).toContain("whole numbers");
  });

  it("shows a problem of the file where it stands", () => {
    openDocument({ nodes: { a: { kind: "service", replicas: 0 } } }, "a");
    showPage(<Inspector />);
    expect(within(fieldAt("nodes.a.replicas")).getByRole("alert")).toBeTruthy();
  });

  it("is marked when off default, and reset removes the explicit value", () => {
    openDocument({ nodes: { a: { kind: "service", replicas: 3 } } }, "a");
    showPage(<Inspector />);
    expect(fieldAt("nodes.a.replicas").dataset.off).toBe("true");
    expect(fieldAt("nodes.a.concurrency").dataset.off).toBe("false");
    fireEvent.click(screen.getByRole("button", { name: "Reset Instances to 1" }));
    expect(valueAt("nodes.a.replicas")).toBeUndefined();
    expect(fieldAt("nodes.a.replicas").dataset.off).toBe("false");
  });

  it("turns one gesture on its slider into one undo step", async () => {
    openDocument({ nodes: { a: { kind: "service" } } }, "a");
    showPage(<Inspector />);
    const slider = within(fieldAt("nodes.a.replicas")).getByRole("slider", {
      name: "Instances slider",
    });
    slider.focus();
    await userEvent.keyboard("{ArrowRight>12/}");
    const steps = studio.getState().document.past.length;
    expect(valueAt("nodes.a.replicas")).toBeGreaterThan(1);
    expect(steps).toBeGreaterThan(0);
    for (let step = 0; step < steps; step += 1) undo();
    expect(valueAt("nodes.a.replicas")).toBeUndefined();
  });

  it("takes the values of a preset, and marks what differs from it", () => {
    openDocument(
      {
        nodes: { a: { kind: "service" }, b: { kind: "service" } },
        edges: { "a->b": { breaker: { preset: "resilience4j@2026-11", openMs: 5000 } } },
      },
      "a->b",
    );
    showPage(<Inspector />);
    expect(fieldAt("edges.a->b.breaker.openMs").dataset.off).toBe("true");
    expect(fieldAt("edges.a->b.breaker.slowCallMs").dataset.off).toBe("false");
    fireEvent.click(screen.getByRole("button", { name: "Reset Stays open for to 60.0 s" }));
    expect(valueAt("edges.a->b.breaker")).toEqual({ preset: "resilience4j@2026-11" });
  });

  it("has the default of its protocol", () => {
    openDocument(
      {
        nodes: { a: { kind: "service" }, b: { kind: "service" } },
        edges: { "a->b": { protocol: "grpc" } },
      },
      "a->b",
    );
    showPage(<Inspector />);
    const list = within(fieldAt("edges.a->b.balancing")).getByRole("combobox") as HTMLSelectElement;
    expect(list.value).toBe("pickFirst");
  });
});

describe("the scenario", () => {
  it("edits objectives and refuses what is none", () => {
    openDocument({ slos: { fast: { expr: "p99 < 1s" } } });
    showPage(<Inspector />);
    const field = screen.getByRole("textbox", { name: "Expression of objective fast" });
    type(field, "p98 < 1s");
    expect(screen.getByText(/unknown measure/)).toBeTruthy();
    expect(currentDocument().slos?.fast?.expr).toBe("p99 < 1s");
    type(field, "p95 < 400ms");
    expect(currentDocument().slos?.fast?.expr).toBe("p95 < 400ms");
    fireEvent.click(screen.getByRole("button", { name: "Objective" }));
    expect(Object.keys(currentDocument().slos ?? {})).toEqual(["fast", "objective"]);
    fireEvent.click(screen.getByRole("button", { name: "Remove objective fast" }));
    expect(Object.keys(currentDocument().slos ?? {})).toEqual(["objective"]);
  });

  it("lists problems that lead to where they stand", () => {
    openDocument({ nodes: { a: { kind: "service", replicas: 0 } } });
    showPage(<Inspector />);
    fireEvent.click(screen.getByRole("button", { name: "nodes.a.replicas" }));
    expect(studio.getState().selection.ids).toEqual(["a"]);
  });
});
