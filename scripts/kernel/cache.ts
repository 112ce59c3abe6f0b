// Kernels that were compiled before. Compiling takes seconds and many tests want the same one, so
// each is kept under a name that is made of all it depends on: the program and the compiler itself.
import { createHash } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const COMPILER = fileURLToPath(new URL(".", import.meta.url));
const KEPT = fileURLToPath(new URL("../../.cache/kernels/", import.meta.url));
/** The oldest beyond these are removed. */
const MOST_KEPT = 12;

function nameOf(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(COMPILER).sort()) hash.update(readFileSync(join(COMPILER, file)));
  for (const part of parts) hash.update(`${part.length} ${part}`);
  return `${hash.digest("hex").slice(0, 32)}.json`;
}

function keep(folder: string, name: string, value: unknown): void {
  mkdirSync(folder, { recursive: true });
  // Another process may read or write the same one at this moment.
  const partial = join(folder, `${process.pid}-${name}`);
  writeFileSync(partial, JSON.stringify(value));
  renameSync(partial, join(folder, name));
  const files = readdirSync(folder).map((file) => join(folder, file));
  const byAge = files.map((file) => [statSync(file).mtimeMs, file] as const);
  for (const [, file] of byAge.sort(([a], [b]) => b - a).slice(MOST_KEPT)) rmSync(file);
}

/** What `make` gives; from the disk if it was made of the same `parts` before. It must be plain JSON. */
export function madeOnce<T>(parts: readonly string[], make: () => T, folder: string = KEPT): T {
  const name = nameOf(parts);
  try {
    return JSON.parse(readFileSync(join(folder, name), "utf8")) as T;
  } catch {
    // Not made yet, or a file that was cut off.
  }
  const made = make();
  try {
    keep(folder, name, made);
  } catch {
    // A folder that may not be written, or two that tidy up at once: it is made again next time.
  }
  return made;
}
