import { readFileSync } from "node:fs";
import { it } from "vitest";
import { createObserver } from "../../simulation/analysis/observer.ts";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { engine } from "../../simulation/engine/engine.ts";
import { parseScenario } from "../../simulation/scenario/parse.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";

it("scratch", () => {
  const parsed = parseScenario(
    readFileSync(process.env.FILE ?? "public/scenarios/shop.brownout.json", "utf8"),
  );
  if (!("document" in parsed)) throw new Error(JSON.stringify(parsed));
  const doc = structuredClone(parsed.document) as any;
  const fault = process.env.FAULT ?? "slow-payment";
  if (doc.faults?.[fault]) doc.faults[fault].enabled = true;
  if (process.env.DOC) new Function("doc", process.env.DOC)(doc);
  const resolved = resolveScenario(doc);
  if (!("scenario" in resolved)) throw new Error(JSON.stringify(resolved));
  const s = (resolved as any).scenario;
  const t0 = Date.now();
  engine.load(s);
  const o = createObserver(s, engine.layout());
  console.log("window", s.windowMs, o.analysisWindowMs);
  let seen = 0;
  const marks = (process.env.MARKS ?? "30,61,64,70,80,100,119,122,130,140,180")
    .split(",")
    .map(Number);
  for (const mark of marks) {
    engine.run(mark * 1000, 1e9);
    o.push(engine.rows(seen));
    seen = engine.windowCount();
    console.log(
      mark,
      o
        .story()
        .map((x) => `${x.text} [${x.node} ${x.atS} ${x.state}]`)
        .join("\n     "),
    );
  }
  o.finish();
  console.log(
    o
      .story()
      .map((x) => `${x.text} [${x.node} ${x.atS} ${x.state}]`)
      .join("\n     "),
  );
  const ids = engine.layout().nodeIds;
  const states = o.states();
  const glyph = (c: number) => "hdsfDr"[c] ?? ".";
  ids.forEach((id, n) => {
    let row = "";
    for (let w = 0; w < o.windowCount(); w++) row += glyph(states[w * ids.length + n]);
    console.log(id.padEnd(14), row);
  });
  console.table(o.cascade());
  console.log(o.recovery());
  console.log("ms", Date.now() - t0);
  const r = runScenario(s, {}, engine);
  console.log(r.slos, r.digest, r.cascade.length, Date.now() - t0);
});
