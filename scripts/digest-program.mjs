// The program of simulation/cli/digests-shell.ts as one plain script, for every JavaScript engine,
// and what it is asked: the cases of the gallery.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { ROOT } from "./process.mjs";

const GALLERY = join(ROOT, "public", "scenarios");
const ENDING = ".brownout.json";

/** Where the accepted digests are kept. */
export const GOLDEN_FILE = join(ROOT, "test", "golden", "digests.json");

/** @typedef {{ name: string, document: unknown, seed: number }} DigestRun */
/** @typedef {{ digest: string, course: string, judgement: string, events: number, endedEarly: string | null }} Measured */
/** @typedef {Record<string, readonly (readonly string[])[]>} MathPoints */
/** @typedef {{ kernel: "js" | "wasm", capacityScale: number, runs: Record<string, Measured>, math: Record<string, string> }} Answer */
/**
 * @typedef {object} DigestProgram
 * @property {(file: string, text: string) => readonly DigestRun[]} cases
 * @property {(request: string) => string} answer
 * @property {(answer: string) => string} golden
 * @property {(golden: string, answer: string) => readonly string[]} differences
 */

/**
 * Plugins of the command's build, among them the one that puts in the compiled kernel.
 * @returns {Promise<import("vite").PluginOption[]>}
 */
async function commandPlugins() {
  const { loadConfigFromFile } = await import("vite");
  /** @type {import("vite").ConfigEnv} */
  const environment = { command: "build", mode: "production" };
  const file = join(ROOT, "vite.cli.config.ts");
  const loaded = await loadConfigFromFile(environment, file, ROOT);
  return loaded?.config.plugins ?? [];
}

/**
 * @param {"js" | "wasm"} [kernel] what executes the events: the engine's own code or that compiled
 *   to WebAssembly
 * @returns {Promise<string>} the script, which sets `globalThis.brownoutDigests`
 */
export async function buildDigestProgram(kernel = "js") {
  const { build } = await import("vite");
  const built = await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: "error",
    plugins: kernel === "wasm" ? await commandPlugins() : [],
    build: {
      write: false,
      minify: false,
      target: "es2022",
      lib: {
        entry: join(ROOT, "simulation", "cli", "digests-shell.ts"),
        formats: ["iife"],
        name: "brownoutDigestsShell",
      },
    },
  });
  const [bundle] = [built].flat();
  if (bundle === undefined || !("output" in bundle)) throw new Error("vite built no bundle");
  return bundle.output[0].code;
}

/**
 * @param {string} script
 * @returns {DigestProgram} the program, running in this process
 */
export function loadDigestProgram(script) {
  runInThisContext(script, { filename: "digests.js" });
  return Reflect.get(globalThis, "brownoutDigests");
}

/**
 * @param {DigestProgram} program
 * @returns {readonly DigestRun[]} all cases of all files of the gallery, in order of their names
 */
export function galleryRuns(program) {
  const files = readdirSync(GALLERY).filter((name) => name.endsWith(ENDING));
  return files
    .sort()
    .flatMap((file) => program.cases(file, readFileSync(join(GALLERY, file), "utf8")));
}

/**
 * @param {{ runs?: readonly DigestRun[], math?: MathPoints }} wanted
 * @returns {string} the text that `answer` takes
 */
export function requestOf({ runs = [], math = {} }) {
  return JSON.stringify({ runs, math });
}
