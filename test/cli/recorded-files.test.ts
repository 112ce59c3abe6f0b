// Recorded load in files beside the scenario, as the command reads it.
import { describe, expect, it } from "vitest";
import type { RunResult } from "../../simulation/results/run-result.ts";
import { capture, file, SMALL } from "./captured.ts";

function scenario(name: string, client: object): string {
  const clients = { kind: "client", arrivals: "constant", ...client };
  return file(name, { ...SMALL, nodes: { ...SMALL.nodes, clients }, run: { durationS: 10 } });
}

describe("a file beside the scenario", () => {
  it("is the recorded rates of a run, as if they stood in the scenario", () => {
    const csv = "t_s,rate_per_s\n0,20\n5,60\n";
    file("rates.csv", csv);
    const beside = scenario("beside.json", { profile: { shape: "steps", file: "rates.csv" } });
    const inline = scenario("inline.json", { profile: { shape: "steps", csv } });
    const [first, second] = [beside, inline].map((path) => {
      const { status, out, err } = capture("run", path, "--json");
      expect(err).toBe("");
      expect(status).toBe(0);
      return JSON.parse(out) as RunResult;
    });
    expect(first?.endToEnd.all?.offered).toBe(400);
    expect(first?.digest).toBe(second?.digest);
    expect(capture("validate", beside).status).toBe(0);
  });

  it("ends the command with status 2 and a sentence where it is missing or wrong", () => {
    const missing = scenario("missing.json", { profile: { file: "none.csv" } });
    for (const command of ["run", "validate"]) {
      const { status, out, err } = capture(command, missing);
      expect(status).toBe(2);
      expect(out + err).toContain(
        'nodes.clients.profile.file: there is no such file (found "none.csv")',
      );
    }
    file("bad.csv", "t_s,rate_per_s\n0,20\n5,many\n");
    const { status, err } = capture("run", scenario("bad.json", { profile: { file: "bad.csv" } }));
    expect(status).toBe(2);
    expect(err).toContain('nodes.clients.profile.csv: line 3: "many" is no rate (found ');
    expect(err).not.toContain("allowed");
  });
});
