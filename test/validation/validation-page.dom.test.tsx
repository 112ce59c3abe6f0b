// The page "Why believe it?": with results, and without them.
import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { THRESHOLDS } from "../../simulation/analysis/constants.ts";
import type { ValidationReport } from "../../simulation/results/validation-report.ts";
import { ValidationPage } from "../../src/validation/ValidationPage.tsx";
import { currentDocument, openDocument, showPage } from "../app-b/page.tsx";

const CASE = {
  id: "S01",
  title: "M/M/1 FIFO",
  model: "M/M/1 FIFO",
  family: "1-single-station",
  parameters: { lambda_rps: 50, service_mean_ms: 10, service: "exp" },
  status: "pass",
  why: "",
  metrics: [
    { name: "sojourn_mean_ms", reference: 20, estimate: 20.016, se: 0.047, z: 0.34, pass: true },
    { name: "p_wait", reference: 0.5, estimate: 0.4999, se: 0.0007, z: -0.14, pass: true },
  ],
  formula: "T = 1 / (mu - lambda)",
  method: "closed form",
  source: "Kleinrock (1975)",
  verification: "",
  rule: "within 4 standard errors",
  replications: 20,
  requests: 500_000,
} as const;

const REPORT: ValidationReport = {
  generatedFor: "0.1.0",
  cases: [
    CASE,
    {
      ...CASE,
      id: "N01",
      title: "Two in tandem",
      family: "2-networks",
      status: "fail",
      why: "off",
    },
    {
      ...CASE,
      id: "S27",
      title: "M/M/1 processor sharing",
      status: "unsupported",
      why: "no such discipline",
      metrics: [],
    },
  ],
  zScores: {
    n: 40,
    mean: 0.1,
    sd: 1.02,
    ksP: 0.4,
    meanBound: 0.407,
    sdLow: 0.73,
    sdHigh: 1.3,
    ksPBound: 0.01,
    pass: true,
  },
};

function answer(body: string, ok = true): void {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(body, { status: ok ? 200 : 404 })));
}

afterEach(() => vi.unstubAllGlobals());

function show(onClose = () => {}) {
  openDocument({});
  showPage(<ValidationPage section="tested" onClose={onClose} />);
}

it("tells passed, failed and missing cases apart, and what the scores say", async () => {
  answer(JSON.stringify(REPORT));
  show();
  const results = await screen.findByRole("region", { name: "Summary" });
  expect(await within(results).findByText("1 of 2")).toBeTruthy();
  expect(within(results).getByText("0 of 1")).toBeTruthy();
  expect(within(results).getByText(", 1 failed")).toBeTruthy();
  expect(within(results).getByText("1.020")).toBeTruthy();
  expect(within(results).getByText("chance: 0.730 to 1.300")).toBeTruthy();
  expect(within(results).getByText("Within")).toBeTruthy();
  const missing = screen.getByRole("region", { name: "Not modeled yet" });
  expect(within(missing).getByText("No such discipline")).toBeTruthy();
});

it("opens a case, filters by words and by family", async () => {
  answer(JSON.stringify(REPORT));
  show();
  const cases = await screen.findByRole("region", { name: "Cases" });
  const person = userEvent.setup();
  const row = await within(cases).findByRole("button", { name: /^M\/M\/1 FIFO/ });
  await person.click(row);
  expect(row.getAttribute("aria-expanded")).toBe("true");
  expect(within(cases).getByText("Kleinrock (1975)")).toBeTruthy();
  expect(
    within(cases).getByRole("img", { name: "0.14 standard errors below the reference" }),
  ).toBeTruthy();
  await person.type(within(cases).getByRole("textbox"), "tandem");
  expect(within(cases).queryByRole("button", { name: /^M\/M\/1 FIFO/ })).toBeNull();
  expect(within(cases).getByRole("status").textContent).toBe("1 of 3 cases");
  await person.clear(within(cases).getByRole("textbox"));
  await person.selectOptions(within(cases).getByRole("combobox"), "2-networks");
  expect(within(cases).getAllByRole("row")).toHaveLength(3);
});

it("opens a plain case as a scenario and leaves", async () => {
  answer(JSON.stringify(REPORT));
  const closed = vi.fn();
  show(closed);
  const person = userEvent.setup();
  await person.click(await screen.findByRole("button", { name: /^M\/M\/1 FIFO/ }));
  await person.click(screen.getByRole("button", { name: "Open as scenario" }));
  expect(closed).toHaveBeenCalledOnce();
  expect(currentDocument().name).toBe("M/M/1 FIFO");
  expect(currentDocument().nodes.clients?.ratePerS).toBe(50);
});

it.each([
  ["not found", "", false],
  ["a start page in its place", "<!doctype html>", true],
  ["another shape", '{"cases":1}', true],
])("stays whole when the results are missing: %s", async (_, body, ok) => {
  answer(body, ok);
  show();
  expect(await screen.findAllByText(/file of validation results/)).toHaveLength(3);
  expect(screen.getByText("A worse state is entered after this many.")).toBeTruthy();
});

it("shows every threshold of the analysis once", async () => {
  answer(JSON.stringify(REPORT));
  show();
  const rules = await screen.findByRole("region", { name: "How states are judged" });
  expect(within(rules).getAllByRole("definition")).toHaveLength(Object.keys(THRESHOLDS).length);
  for (const { means } of Object.values(THRESHOLDS)) {
    expect(within(rules).getByText(means)).toBeTruthy();
  }
});
