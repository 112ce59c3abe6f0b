// The result of a run as CSV (RFC 4180): one line per number, or one line per window.
import type { RunResult } from "../../results/run-result.ts";
import type { RunSeries } from "./series.ts";

function field(value: string | number | null): string {
  if (value === null) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function lines(rows: readonly (readonly (string | number | null)[])[]): string {
  return `${rows.map((row) => row.map(field).join(",")).join("\r\n")}\r\n`;
}

type Row = readonly [scope: string, id: string, measure: string, value: string | number | null];

function flatten(scope: string, id: string, path: string, value: unknown): Row[] {
  if (value === null || typeof value === "number" || typeof value === "string") {
    return [[scope, id, path, value]];
  }
  if (typeof value === "boolean") return [[scope, id, path, value ? 1 : 0]];
  if (typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, entry]) =>
    flatten(scope, id, path === "" ? key : `${path}.${key}`, entry),
  );
}

/** Columns scope, id, measure, value: every number of `run --json`, under its path there. */
export function csvOfResult(result: RunResult): string {
  const { endToEnd, nodes, edges, flows = {}, slos, cascade, checks, ...others } = result;
  const { ci95, batchMeans, samples = [], recovery, blame = [], ...rest } = others;
  const { warnings: _, story: __, failedAt: ___, ...run } = rest;
  const scopes = [
    ["endToEnd", endToEnd],
    ["node", nodes],
    ["edge", edges],
    ["flow", flows],
  ] as const;
  const rows: Row[] = flatten("run", "", "", run);
  for (const [scope, entries] of scopes) {
    for (const [id, entry] of Object.entries(entries)) rows.push(...flatten(scope, id, "", entry));
  }
  for (const slo of slos) rows.push(...flatten("slo", slo.name, "", slo));
  cascade.forEach((step, i) => {
    rows.push(...flatten("cascade", String(i), "", step));
  });
  blame.forEach((row, i) => {
    rows.push(...flatten("blame", String(i), "", row));
  });
  if (recovery !== undefined) rows.push(...flatten("recovery", "", "", recovery));
  for (const check of checks)
    rows.push(...flatten("check", check.entity, check.law, check.difference));
  for (const { atS, ...levels } of samples) {
    rows.push(...flatten("sample", String(atS), "", levels));
  }
  if (ci95 !== undefined) rows.push(...flatten("ci95", "", "", ci95));
  if (batchMeans !== undefined) rows.push(...flatten("batchMeans", "", "", batchMeans));
  return lines([["scope", "id", "measure", "value"], ...rows]);
}

/** One line per window; columns `type:all.offered`, `node:orders.queueMean`, `edge:a->b.calls`. */
export function csvOfSeries({ timesS, endToEnd, nodes, edges }: RunSeries): string {
  const scopes = [
    ["type", endToEnd],
    ["node", nodes],
    ["edge", edges],
  ] as const;
  const columns = scopes.flatMap(([scope, entries]) =>
    Object.entries(entries).flatMap(([id, measures]) =>
      Object.entries(measures).map(([name, values]) => ({
        name: `${scope}:${id}.${name}`,
        values,
      })),
    ),
  );
  const header = ["timeS", ...columns.map(({ name }) => name)];
  const rows = timesS.map((time, i) => [time, ...columns.map(({ values }) => values[i] ?? null)]);
  return lines([header, ...rows]);
}
