// The fields of a client's load: arrivals, profile and batch in every form the file knows.
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/parse.ts";
import { getPath } from "../../simulation/scenario/paths.ts";
import { Inspector } from "../../src/inspector/Inspector.tsx";
import { allFields, currentDocument, openDocument, showPage } from "./page.tsx";

async function showClient(client: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const users = { kind: "client", ...client } as { kind: string };
  openDocument({ nodes: { users } }, "users");
  showPage(<Inspector />);
  await allFields();
}

function field(name: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-path="nodes.users.${name}"]`);
  if (!found) throw new Error(`no field ${name}`);
  return found;
}

function fileSays(name: string): unknown {
  return getPath(currentDocument(), `nodes.users.${name}`);
}

function choose(label: string, value: string): void {
  fireEvent.change(screen.getByLabelText(label, { selector: "select" }), { target: { value } });
}

function type(label: string, text: string): void {
  const box = screen.getByRole("textbox", { name: label });
  fireEvent.change(box, { target: { value: text } });
  fireEvent.blur(box);
}

function press(name: string | RegExp): void {
  fireEvent.click(screen.getByRole("button", { name }));
}

/** Every edit must leave a document that may be run. */
function expectSound(): void {
  const { problems } = checkDocument(currentDocument());
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
}

async function importFile(input: string, text: string): Promise<void> {
  await userEvent.upload(screen.getByLabelText(input), new File([text], "it.csv"));
}

describe("arrivals", () => {
  it("may be bursts: rates, changes, phases and the first phase", async () => {
    await showClient();
    choose("Arrivals", "bursts");
    expectSound();
    type("Arrivals: arrivals in phase 0", "120");
    type("Arrivals: arrivals in phase 1", "20");
    type("Arrivals: changes from phase 0 to 1", "1");
    type("Arrivals: changes from phase 1 to 0", "1");
    expect(fileSays("arrivals")).toEqual({
      type: "mmpp",
      ratesPerS: [120, 20],
      switchPerS: [
        [0, 1],
        [1, 0],
      ],
    });
    expect(within(field("arrivals")).getByText("70/s in the long run")).toBeTruthy();
    press("Add a phase to Arrivals");
    choose("Arrivals: begins in", "2");
    expectSound();
    expect(fileSays("arrivals")).toMatchObject({ ratesPerS: [120, 20, 20], start: 2 });
    press("Remove phase 0 of Arrivals");
    expectSound();
    expect(fileSays("arrivals")).toEqual({
      type: "mmpp",
      ratesPerS: [20, 20],
      switchPerS: [
        [0, 1],
        [1, 0],
      ],
      start: 1,
    });
  });

  it("may be recorded times, typed or imported", async () => {
    await showClient();
    choose("Arrivals", "recorded");
    expectSound();
    expect(screen.queryByRole("button", { name: /^Add a cap/ })).toBeNull();
    press("Add a shift to Arrivals: times");
    expectSound();
    press("Remove the shift of Arrivals: times");
    type("Arrivals: times: instant 2", "250ms");
    expect(fileSays("arrivals")).toEqual({ type: "trace", timesMs: [0, 250, 2000] });
    await importFile("File with a time in ms a line", "time_ms\n5\n7.5\n7.5\n");
    await waitFor(() => expect(fileSays("arrivals")).toMatchObject({ timesMs: [5, 7.5, 7.5] }));
    expectSound();
    await importFile("File with a time in ms a line", "5\nsoon\n");
    await waitFor(() => {
      expect(within(field("arrivals")).getByText(/line 2: "soon"/)).toBeTruthy();
    });
    expect(fileSays("arrivals")).toMatchObject({ timesMs: [5, 7.5, 7.5] });
    choose("Arrivals", "poisson");
    expect(fileSays("arrivals")).toBe("poisson");
  });

  it("may be gaps drawn from a distribution", async () => {
    await showClient();
    choose("Arrivals", "drawn");
    expectSound();
    type("Arrivals: gaps: mean", "25ms");
    expect(fileSays("arrivals")).toMatchObject({ type: "gamma", meanMs: 25 });
  });
});

describe("a load profile", () => {
  const points = [
    [0, 1],
    [30, 2],
  ];

  it("may be a sine, with its swing, period and phase", async () => {
    await showClient({ profile: points });
    fireEvent.click(screen.getByRole("radio", { name: "Sine" }));
    expectSound();
    type("Swing", "80");
    type("Load profile: period", "86400");
    type("Load profile: rises through the mean at", "-21600");
    const sine = { shape: "sine", amplitude: 0.8, periodS: 86_400, phaseS: -21_600 };
    expect(fileSays("profile")).toEqual(sine);
    fireEvent.click(screen.getByRole("radio", { name: "Steps" }));
    expect(fileSays("profile")).toEqual({ shape: "steps", points });
  });

  it("repeats where it is told to, and not before its last point", async () => {
    await showClient({ profile: points });
    fireEvent.click(screen.getByRole("switch", { name: "Repeat every" }));
    expect(fileSays("profile")).toEqual({ shape: "linear", points, repeatEveryS: 60 });
    type("Load profile: repeats every", "20");
    expect(within(field("profile")).getByRole("alert").textContent).toContain("At least 30");
    type("Load profile: repeats every", "90");
    expect(fileSays("profile")).toMatchObject({ repeatEveryS: 90 });
    expectSound();
    fireEvent.click(screen.getByRole("switch", { name: "Repeat every" }));
    expect(fileSays("profile")).toEqual(points);
  });

  it("takes a CSV of rates as steps of the client's own rate", async () => {
    await showClient({ ratePerS: 50, profile: points });
    await importFile("File with rates over time", "t_s,rate_per_s\n0,100\n60,25\n");
    const steps = {
      shape: "steps",
      points: [
        [0, 2],
        [60, 0.5],
      ],
    };
    await waitFor(() => expect(fileSays("profile")).toEqual(steps));
    await importFile("File with rates over time", "t_s,rate_per_s\n0,100\n60,-25\n50,a\n");
    await waitFor(() => {
      const alert = within(field("profile")).getByRole("alert");
      expect(alert.textContent).toBe("Line 3: a rate cannot be negative, and 1 more.");
    });
    expect(fileSays("profile")).toEqual(steps);
  });

  it("shows many points by their number", async () => {
    await showClient({ ratePerS: 10, profile: points });
    const lines = Array.from({ length: 1440 }, (_, minute) => `${minute * 60},${minute % 20}`);
    await importFile("File with rates over time", lines.join("\n"));
    await waitFor(() => {
      expect(within(field("profile")).getByText(/1,440 points up to 86,340 s/)).toBeTruthy();
    });
    expect(within(field("profile")).queryAllByRole("textbox")).toHaveLength(0);
  });

  it("tells of a series in the file and turns it into points", async () => {
    const csv = "t_s,rate_per_s\n0,20\n10,80\n";
    await showClient({ ratePerS: 40, profile: { csv, repeatEveryS: 20 } });
    expect(within(field("profile")).getByText(/2 recorded rates up to 10 s/)).toBeTruthy();
    // The rate of the client says nothing beside it: the field tells so.
    expect(within(field("ratePerS")).getByRole("status").textContent).toContain("no effect");
    press("Turn into points");
    expect(fileSays("profile")).toEqual({
      shape: "steps",
      points: [
        [0, 0.5],
        [10, 2],
      ],
      repeatEveryS: 20,
    });
    expectSound();
  });
});

describe("a field without effect", () => {
  it("says so, before it is ever set", async () => {
    await showClient({ arrivals: { type: "exponential", meanMs: 5 } });
    expect(within(field("ratePerS")).getByText(/no effect unless it is 0/)).toBeTruthy();
    expect(within(field("offsetMs")).getByText(/constant arrivals only/)).toBeTruthy();
    expect(within(field("batch")).queryByText(/no effect/)).toBeNull();
  });

  it("is every field of the open loop where it is closed", async () => {
    await showClient({ closed: {} });
    for (const name of ["ratePerS", "arrivals", "profile", "batch", "offsetMs"]) {
      expect(within(field(name)).getByText(/closed loop/), name).toBeTruthy();
    }
  });
});

describe("a batch", () => {
  it("is a number or a distribution", async () => {
    await showClient();
    type("Requests per arrival: value", "4");
    expect(fileSays("batch")).toBe(4);
    const list = within(field("batch")).getByRole("combobox");
    fireEvent.change(list, { target: { value: "exponential" } });
    expect(fileSays("batch")).toMatchObject({ type: "exponential", mean: 4 });
    expectSound();
  });
});
