import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withEarlyWorker } from "../../scripts/build/early-worker.ts";

test("the page starts its worker right behind the script that sets the theme", () => {
  const page = readFileSync("index.html", "utf8").replace("vite-ignore ", "");
  const html = withEarlyWorker(page, "assets/simulation.worker-1.js");
  const scripts = [...html.matchAll(/<script[^>]*src="([^"]*)"[^>]*>/g)].map(([, src]) => src);
  expect(scripts.slice(0, 2)).toEqual(["./theme.js", "./early-worker.js"]);
  expect(html).toContain('data-worker="./assets/simulation.worker-1.js"');
});

test("a page without that script is an error of the build", () => {
  expect(() => withEarlyWorker("<html></html>", "worker.js")).toThrow("sets the theme");
});
