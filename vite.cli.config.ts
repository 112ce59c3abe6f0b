import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { kernel } from "./scripts/kernel/plugin.ts";

// The programs that run in Node, each a module that starts when it is loaded.
const PROGRAMS = ["main", "validate", "bench", "coverage", "schema"];

function sourceOf(program: string): string {
  return fileURLToPath(new URL(`./simulation/cli/${program}.ts`, import.meta.url));
}

const present = PROGRAMS.filter((program) => existsSync(sourceOf(program)));

export default defineConfig({
  publicDir: false,
  plugins: [kernel()],
  // Everything is bundled, so that a command starts from one folder in a quarter of a second.
  ssr: { noExternal: true, target: "node" },
  build: {
    ssr: true,
    target: "node20",
    outDir: "dist-cli/bundle",
    emptyOutDir: true,
    sourcemap: "inline",
    rolldownOptions: {
      input: Object.fromEntries(present.map((program) => [program, sourceOf(program)])),
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "[name]-[hash].js",
        // Tables stay `const`: as `var` they are no constants to V8, which halves the engine's speed.
        topLevelVar: false,
      },
    },
  },
});
