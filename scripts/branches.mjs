// `node scripts/branches.mjs`: counts in the scenarios of the bench and of the gallery how often the
// branches of the compiled kernel are taken, and writes scripts/kernel/branches.json, by which the
// next kernels tell engines what is likely. To be run when the hot path has changed.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./process.mjs";

/** Scenarios whose speed is held by the gate, and what each of the gallery counts beside them. */
const BENCH = ["mm1", "tandem", "retry", "three"];
const GALLERY_WEIGHT = 0.1;

const gallery = join(ROOT, "public", "scenarios");
const scenarios = [
  ...BENCH.map((name) => ({
    file: join(ROOT, "test", "bench", "scenarios", `${name}.json`),
    weight: 1,
  })),
  ...readdirSync(gallery)
    .filter((name) => name.endsWith(".brownout.json"))
    .sort()
    .map((name) => ({ file: join(gallery, name), weight: GALLERY_WEIGHT })),
].map(({ file, weight }) => ({ text: readFileSync(file, "utf8"), weight }));

const { runnerImport } = await import("vite");
/** @type {{ module: typeof import("./kernel/plugin.ts") }} */
const { module: plugin } = await runnerImport(join(ROOT, "scripts", "kernel", "plugin.ts"));
/** @type {{ module: typeof import("./kernel/branches.ts") }} */
const { module: profiles } = await runnerImport(join(ROOT, "scripts", "kernel", "branches.ts"));
const counting = join(ROOT, "simulation", "cli", "branch-counts.ts");
/** @type {{ module: { branchCounts: (binary: unknown, branches: number, scenarios: unknown) => Float64Array } }} */
const { module: counts } = await runnerImport(counting);

const { kernel, branches } = await plugin.countingKernel();
const profile = profiles.profileOf(
  branches,
  counts.branchCounts(kernel, branches.length, scenarios),
);
const lines = Object.entries(profile).map((entry) =>
  entry.map((part) => JSON.stringify(part)).join(": "),
);
writeFileSync(join(ROOT, "scripts", "kernel", "branches.json"), `{\n  ${lines.join(",\n  ")}\n}\n`);
const letters = Object.values(profile).join("");
const known = letters.replaceAll(/[?.]/g, "").length;
process.stdout.write(
  `${lines.length} functions, ${known} of ${letters.length} branches mostly go one way\n`,
);
