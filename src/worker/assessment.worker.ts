// What follows from a scenario without running it, in a thread of its own: it answers at once, however
// busy the simulation is, and needs no engine.
import { expose } from "comlink";
import { couplingOf } from "../../simulation/analysis/coupling.ts";
import { offeredLoad } from "../../simulation/analysis/offered-load.ts";
import { resolveScenario } from "../../simulation/scenario/resolve.ts";
import type { AssessmentWorker } from "./protocol.ts";

const worker: AssessmentWorker = {
  assess: async (document) => {
    const resolved = resolveScenario(document);
    if (!resolved.ok) return { ok: false, problems: resolved.problems };
    return { ok: true, load: offeredLoad(resolved.scenario) };
  },
  couple: async (document, nodeAvailability) => {
    const resolved = resolveScenario(document);
    if (!resolved.ok) return { ok: false, problems: resolved.problems };
    return { ok: true, coupling: couplingOf(resolved.scenario, nodeAvailability) };
  },
};

expose(worker);
