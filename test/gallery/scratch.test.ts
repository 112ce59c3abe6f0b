import { it } from "vitest";
import { engine } from "../../simulation/engine/engine.ts";
import { runScenario } from "../../simulation/analysis/run-scenario.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import { galleryDocument } from "./gallery-files.ts";
import { rowLengthOf, nodeColumn, typeColumn } from "../../simulation/results/series.ts";
it("x", () => {
  const [file, fault] = (process.env.GAL ?? "shop").split(":");
  const doc = JSON.parse(JSON.stringify(galleryDocument(file + ".brownout.json")));
  if (fault) doc.faults[fault].enabled = true;
  for (const s of (process.env.SET ?? "").split(";").filter(Boolean)) { const [p, v] = s.split("="); const ks = p.split("/"); let o = doc; for (const k of ks.slice(0, -1)) o = o[k] ??= {}; o[ks.at(-1)!] = JSON.parse(v); }
  const r = resolveScenario(doc);
  if (!r.ok) { console.log(r.problems); return; }
  const t = performance.now();
  const res = runScenario(r.scenario, {}, engine);
  console.log(file, fault, "wall", performance.now() - t, "events", res.events, res.digest, res.endedEarly, res.warnings);
  for (const [k, e] of Object.entries(res.endToEnd)) console.log(k, e.offered, "ok", e.ok, "deg", e.degraded, JSON.stringify(e.failed), "p50", e.latencyMs.p50?.toFixed(0), "p99", e.latencyMs.p99?.toFixed(0), "settled p99", e.settledMs.p99?.toFixed(0), "amp", e.retryAmplification);
  for (const [k, n] of Object.entries(res.nodes)) console.log(k.padEnd(22), n.arrivals, n.completions, JSON.stringify(n.failed), "util", n.utilization?.toFixed(3), "work", n.workingRatio?.toFixed(3), "q", n.queue.mean.toFixed(1), n.queue.max, "p99", n.latencyMs.p99?.toFixed(1), n.queues ? JSON.stringify(Object.fromEntries(Object.entries(n.queues).map(([q, b]) => [q, [b.backlog.max, b.lagMs.max, b.backlogAtEnd]]))) : "");
  for (const [k, n] of Object.entries(res.edges)) console.log(k.padEnd(45), n.calls, n.attempts, n.ok, JSON.stringify(n.failed), "fb", n.fallbacks);
  console.log(res.slos, res.cascade);
  console.log("checks", res.checks.filter((c) => c.difference > 1e-9));
  const want = (process.env.SERIES ?? "").split(",").filter(Boolean);
  if (want.length) {
    engine.load(r.scenario); engine.run(r.scenario.durationMs, 1e12);
    const L = engine.layout(), rows = engine.rows(0), n = rowLengthOf(L), every = Number(process.env.EVERY ?? 17);
    console.log("t", want.join(" "));
    for (let w = 0; w < engine.windowCount(); w += every) console.log((rows[w * n] / 1000).toFixed(0), want.map((x) => { const [id, c] = x.split("."); const i = L.nodeIds.indexOf(id); const col = i >= 0 ? nodeColumn(L, i, c as never) : typeColumn(L.typeIds.indexOf(id), c as never); return rows[w * n + col]?.toFixed(1); }).join(" "));
  }
}, 200000);
