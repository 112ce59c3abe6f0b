#!/usr/bin/env node
// Runs the `brownout` command, or with --entry NAME another program of simulation/cli.
// Builds the bundle into dist-cli/ first when a source has changed. Standard output carries only
// the program's own result; everything said here goes to standard error.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { installIfNeeded } from "./install.mjs";
import { ROOT, say } from "./process.mjs";

const CLI = join(ROOT, "simulation", "cli");
const BUNDLES = join(ROOT, "dist-cli");
const SOURCES = ["simulation", "scripts/kernel", "package-lock.json", "vite.cli.config.ts"];
/** A bundle this old is not just being started by another process. */
const KEEP_OLD_BUNDLES_MS = 60 * 60_000;

/** @returns {{ entry: string, args: string[] }} */
function readArguments() {
  const [first, second, ...rest] = process.argv.slice(2);
  if (first === "--entry" && second !== undefined) return { entry: second, args: rest };
  return { entry: "main", args: process.argv.slice(2) };
}

/** @returns {string[]} every file that the bundles are made of */
function sourceFiles() {
  return SOURCES.flatMap((source) => {
    const path = join(ROOT, source);
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((found) => found.isFile())
      .map((found) => join(found.parentPath, found.name));
  }).sort();
}

/** @returns {string} the same as long as no source is added, removed or written */
function fingerprint() {
  const hash = createHash("sha256");
  for (const path of sourceFiles()) {
    const { mtimeMs, size } = statSync(path);
    hash.update(`${path.slice(ROOT.length).replaceAll(sep, "/")} ${mtimeMs} ${size}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

/** @param {string} current */
function removeOldBundles(current) {
  for (const name of readdirSync(BUNDLES)) {
    const path = join(BUNDLES, name);
    if (path === current) continue;
    // Another process may remove it at the same time: then there is nothing left to do.
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > KEEP_OLD_BUNDLES_MS) rmSync(path, { recursive: true, force: true });
  }
}

/**
 * Builds beside the target and renames, so that commands started at once never see half a bundle.
 * @param {string} target
 */
async function buildBundles(target) {
  say("building the command, because its sources changed");
  const { build } = await import("vite");
  const unfinished = join(BUNDLES, `unfinished-${process.pid}`);
  await build({
    root: ROOT,
    configFile: join(ROOT, "vite.cli.config.ts"),
    logLevel: "error",
    build: { outDir: unfinished },
  });
  try {
    renameSync(unfinished, target);
  } catch (error) {
    // Another process was quicker: its bundle has the same sources.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  removeOldBundles(target);
}

const { entry, args } = readArguments();
if (!existsSync(join(CLI, `${entry}.ts`))) {
  say(`there is no program "${entry}" in simulation/cli.`);
  process.exit(2);
}
if (!(await installIfNeeded())) process.exit(1);
const target = join(BUNDLES, fingerprint());
if (!existsSync(target)) await buildBundles(target);

const program = join(target, `${entry}.js`);
process.argv = [process.execPath, program, ...args];
await import(pathToFileURL(program).href);
