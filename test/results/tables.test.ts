// Tables of the results: order, filter, what stands in the cells, and CSV.
import { describe, expect, it } from "vitest";
import { createObserver } from "../../simulation/analysis/observer.ts";
import { resultSoFar } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import { estimatesOf } from "../../src/results/estimates.ts";
import { csvOf } from "../../src/results/export/tabular.ts";
import { EDGE_TABLE } from "../../src/results/tables/edge-columns.ts";
import { NODE_TABLE } from "../../src/results/tables/node-columns.ts";
import { REQUEST_TABLE } from "../../src/results/tables/request-columns.ts";
import {
  columnsFor,
  filtered,
  instantCells,
  plain,
  runCells,
  sorted,
  type TableColumn,
  type TableRow,
} from "../../src/results/tables/table-model.ts";
import { appendRows, emptyRows } from "../../src/store/run-rows.ts";
import { resolved, run, sketch } from "../support/simulate.ts";

const COLUMN: TableColumn = {
  ...{ key: "x", label: "x", help: "", unit: "count" },
  format: String,
  instant: null,
  run: null,
};

function row(id: string, value: number | null, state: TableRow["state"] = null): TableRow {
  return { id, name: id, state, cells: [plain(value)] };
}

describe("rows", () => {
  const rows = [row("b", 2, "healthy"), row("none", null), row("a", 10, "down"), row("c", 3)];
  const ids = (list: readonly TableRow[]) => list.map(({ id }) => id).join(" ");

  it("are ordered by number both ways, those without a value last", () => {
    expect(ids(sorted(rows, [COLUMN], { by: "x", descending: true }))).toBe("a c b none");
    expect(ids(sorted(rows, [COLUMN], { by: "x", descending: false }))).toBe("b c a none");
  });

  it("are ordered by name and by how bad a state is", () => {
    expect(ids(sorted(rows, [COLUMN], { by: "name", descending: false }))).toBe("a b c none");
    expect(ids(sorted(rows, [COLUMN], { by: "state", descending: true }))).toMatch(/^a b/);
  });

  it("keep the run's own order without a choice", () => {
    expect(ids(sorted(rows, [COLUMN], { by: "", descending: false }))).toBe("b none a c");
  });

  it("are found by all words of name, id and state", () => {
    expect(ids(filtered(rows, " DOWN a "))).toBe("a");
    expect(ids(filtered(rows, "healthy x"))).toBe("");
    expect(filtered(rows, "")).toBe(rows);
  });
});

describe("cells", () => {
  const SHOP = sketch({
    run: { durationS: 60, windowS: 1 },
    nodes: {
      users: { kind: "client", ratePerS: 50 },
      api: { concurrency: 4, serviceTime: { type: "exponential", meanMs: 20 } },
      mq: { kind: "rabbitmq" },
      mailer: { concurrency: 2, serviceTime: { type: "exponential", meanMs: 10 } },
    },
    edges: { "users->api": {}, "api->mq": {}, "mq->mailer": {} },
  });

  it("of an instant agree with the whole run where nothing changes", () => {
    const observer = createObserver(resolved(SHOP), run(SHOP).layout());
    const rows = appendRows(emptyRows(engine.layout()), 0, engine.rows(0));
    const result = resultSoFar(engine, observer);
    const source = { result, at: estimatesOf(result), periodS: 60 };
    const tables = [
      [NODE_TABLE, engine.layout().nodeIds],
      [EDGE_TABLE, engine.layout().edgeIds],
      [REQUEST_TABLE, engine.layout().typeIds],
    ] as const;
    let compared = 0;
    for (const [table, ids] of tables) {
      const both = table.filter(({ instant, run: whole }) => instant && whole);
      for (const [index, id] of ids.entries()) {
        const whole = runCells(both, source, id);
        const means = both.map((_, at) => {
          const values = Array.from(
            { length: rows.count },
            (_w, window) => instantCells(both, rows, index, window)[at]?.value ?? Number.NaN,
          ).filter((value) => !Number.isNaN(value));
          return values.reduce((sum, value) => sum + value, 0) / values.length;
        });
        for (const [at, { unit, key }] of both.entries()) {
          const value = whole[at]?.value ?? null;
          // Quantiles of windows are not those of the run; levels and rates are means of windows.
          if (value === null || unit === "ms") continue;
          const mean = means[at] ?? Number.NaN;
          const difference = Math.abs(mean - value);
          expect(difference, `${key} of ${id}: ${mean}, ${value}`).toBeLessThanOrEqual(
            0.02 + 0.15 * Math.abs(value),
          );
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(50);
  });

  it("are asked only of columns that can tell", () => {
    const keys = (basis: "instant" | "run") => columnsFor(REQUEST_TABLE, basis).map((c) => c.key);
    expect(keys("run")).toContain("p999");
    expect(keys("instant")).not.toContain("p999");
    expect(instantCells(NODE_TABLE, null, 0, 0).every(({ value }) => value === null)).toBe(true);
  });
});

describe("CSV", () => {
  it("names units, leaves holes empty and quotes what needs it", () => {
    const text = csvOf({
      columns: [{ label: "Node" }, { label: "p99", unit: "ms" }],
      rows: [
        ['say "hi", all', 12.5],
        ["b", Number.NaN],
        ["c", null],
      ],
    });
    expect(text).toBe('Node,p99 (ms)\r\n"say ""hi"", all",12.5\r\nb,\r\nc,\r\n');
  });
});
