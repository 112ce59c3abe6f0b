import { it } from "vitest";
import { readFileSync } from "node:fs";
import { nodeOf, simulate } from "../support/simulate.ts";
import { run } from "../support/simulate.ts";
it("x", () => {
  const doc = JSON.parse(readFileSync("/tmp/s2/a.json", "utf8"));
  const t = simulate({ ...doc, run: { durationS: 1, warmupS: 0 } });
  for (const id of Object.keys(t.nodes)) { const n = nodeOf(t, id); console.log(id, n.arrivals, n.completions, n.failed, n.inFlight, n.utilization, n.access); }
  console.log(t.edges["orders->stock"], t.endToEnd.all?.ok);
});
