// The bench's program as one plain script, for workers. Built when it is needed, from the sources of
// this checkout: by the bundler of the command, with the compiled kernel where it is asked for.
import { join } from "node:path";
import { projectRoot } from "../project-root.ts";

type Vite = typeof import("vite");

/** Not bundled with the command: development packages of the checkout, loaded when needed. */
export async function developmentPackage(name: string): Promise<unknown> {
  return import(/* @vite-ignore */ import.meta.resolve(name));
}

export async function buildProgram(compiled: boolean): Promise<string> {
  const { build, loadConfigFromFile } = (await developmentPackage("vite")) as Vite;
  const root = projectRoot();
  const file = join(root, "vite.cli.config.ts");
  const environment = { command: "build", mode: "production" } as const;
  const loaded = await loadConfigFromFile(environment, file, root);
  const built = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: "error",
    plugins: compiled ? (loaded?.config.plugins ?? []) : [],
    build: {
      write: false,
      minify: false,
      target: "es2022",
      lib: {
        entry: join(root, "simulation", "cli", "bench", "program.ts"),
        formats: ["iife"],
        name: "brownoutBenchProgram",
      },
      rolldownOptions: { output: { topLevelVar: false } },
    },
  });
  const [bundle] = [built].flat();
  if (bundle === undefined || !("output" in bundle)) throw new Error("The build gave no script.");
  return bundle.output[0].code;
}
