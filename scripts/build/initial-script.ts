// What a first visit waits for: the page's script and all that it imports at once. What is
// imported later, on demand, does not count.
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** Most of it, gzipped, bytes. */
const BUDGET = 350_000;

interface Chunk {
  readonly code: string;
  readonly imports: readonly string[];
}

/** Names of the chunk and of all that it imports, directly or by others, at once. */
export function importedAtOnce(chunks: ReadonlyMap<string, Chunk>, entry: string): string[] {
  const reached = new Set([entry]);
  // A set hands out what is added to it while it is walked.
  for (const name of reached) for (const next of chunks.get(name)?.imports ?? []) reached.add(next);
  return [...reached].filter((name) => chunks.has(name));
}

/** Gzipped bytes of a chunk and all that it imports at once. */
export function initialBytes(chunks: ReadonlyMap<string, Chunk>, entry: string): number {
  const sizes = importedAtOnce(chunks, entry).map((name) => gzipSync(chunks.get(name)?.code ?? ""));
  return sizes.reduce((total, { length }) => total + length, 0);
}

/** Vite plugin: a build whose page would wait for more than `budget` bytes fails. */
export function initialScript(budget = BUDGET): Plugin {
  return {
    name: "initial-script",
    apply: "build",
    generateBundle(_options, bundle) {
      const chunks = new Map(
        Object.values(bundle)
          .filter((output) => output.type === "chunk")
          .map((chunk) => [chunk.fileName, chunk]),
      );
      for (const { fileName, isEntry } of chunks.values()) {
        if (!isEntry) continue;
        const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
        const bytes = initialBytes(chunks, fileName);
        const words = `initial script: ${kilobytes(bytes)} gzipped, at most ${kilobytes(budget)}`;
        if (bytes > budget) this.error(`${words}. Load something later (import(), lazy).`);
        this.info(words);
      }
    },
  };
}
