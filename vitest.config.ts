import react from "@vitejs/plugin-react";
import { configDefaults, defineConfig } from "vitest/config";

const full = process.env.BROWNOUT_FULL === "1";
const exclude = full
  ? configDefaults.exclude
  : [...configDefaults.exclude, "test/**/*.full.test.{ts,tsx}"];

export default defineConfig({
  plugins: [react()],
  test: {
    // Two cores is what the smallest of our machines has; more workers than cores only swap places.
    maxWorkers: 2,
    pool: "threads",
    testTimeout: full ? 600_000 : 20_000,
    passWithNoTests: true,
    benchmark: { include: ["test/**/*.bench.ts"] },
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          environment: "node",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: [...exclude, "test/**/*.dom.test.{ts,tsx}"],
        },
      },
      {
        extends: true,
        test: {
          name: "dom",
          environment: "jsdom",
          include: ["test/**/*.dom.test.{ts,tsx}"],
          exclude,
          setupFiles: ["test/support/dom-setup.ts"],
        },
      },
    ],
  },
});
