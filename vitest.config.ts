import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { configDefaults, defineConfig } from "vitest/config";
import { kernel } from "./scripts/kernel/plugin.ts";
import { LongestFirst } from "./scripts/longest-first.ts";

/**
 * Binds what a simulation module imports to constants of its own. The test runner otherwise looks
 * each imported name up in a slow object at every use, which makes the engine fifty times slower
 * than the bundle that ships. Safe because `simulation/` has no import cycles and no `export let`.
 */
function bindImports(): Plugin {
  let count = 0;
  const named = /^import\s*\{([^}]*)\}\s*from\s*("[^"]+");?$/gm;
  const whole = /^import\s*\*\s*as\s+(\w+)\s+from\s*("[^"]+");?$/gm;
  // As many lines as before, so that errors name the right one.
  const bind = (list: string, from: string): string => {
    const module = `__bound${count++}`;
    const names = list
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "")
      .map((name) => name.split(/\s+as\s+/))
      .map(([name, local = name]) => `${local} = ${module}.${name}`);
    const lines = "\n".repeat(list.split("\n").length - 1);
    const bound = names.length > 0 ? `const ${names.join(", ")};` : "";
    return `import * as ${module} from ${from};${bound}${lines}`;
  };
  return {
    name: "bind-imports",
    enforce: "post",
    transform(code, id) {
      if (!/\/simulation\/.*\.ts$/.test(id)) return null;
      const bound = code
        .replace(named, (_, list: string, from: string) => bind(list, from))
        .replace(whole, (_, local: string, from: string) => {
          const module = `__bound${count++}`;
          return `import * as ${module} from ${from};const ${local} = { ...${module} };`;
        });
      return { code: bound, map: null };
    },
  };
}

const full = process.env.BROWNOUT_FULL === "1";
const exclude = full
  ? configDefaults.exclude
  : [...configDefaults.exclude, "test/**/*.full.test.{ts,tsx}"];

/** These lay out the engine's memory themselves, or take away what it is built on. */
const ALONE = [
  "test/core/memory.test.ts",
  "test/engine/caps.test.ts",
  "test/kernel/fallback.test.ts",
];

const FIXED_SEED = "test/support/fixed-seed.ts";

export default defineConfig({
  plugins: [react(), kernel(), bindImports()],
  test: {
    // Two cores is what the smallest of our machines has; more workers than cores only swap places.
    maxWorkers: 2,
    pool: "threads",
    sequence: { sequencer: LongestFirst },
    // A busy machine is slow, not wrong: waiting longer costs only what fails anyway.
    testTimeout: full ? 3_600_000 : 120_000,
    hookTimeout: full ? 3_600_000 : 120_000,
    passWithNoTests: true,
    benchmark: { include: ["test/**/*.bench.ts"] },
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          environment: "node",
          // Files of one worker share their modules: the engine is loaded and warmed up once. Each
          // run begins from a reset, and the store's tests reset the store.
          isolate: false,
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: [...exclude, ...ALONE, "test/**/*.dom.test.{ts,tsx}"],
          setupFiles: [FIXED_SEED, "test/support/checks-setup.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "alone",
          environment: "node",
          include: ALONE,
          exclude,
          setupFiles: [FIXED_SEED],
        },
      },
      {
        extends: true,
        test: {
          name: "dom",
          environment: "jsdom",
          // The libraries are read once a worker; our own modules are made anew for each file.
          isolate: false,
          include: ["test/**/*.dom.test.{ts,tsx}"],
          exclude,
          setupFiles: [FIXED_SEED, "test/support/dom-setup.ts", "test/support/checks-setup.ts"],
        },
      },
    ],
  },
});
