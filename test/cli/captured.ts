import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brownout } from "../../simulation/cli/command/brownout.ts";

export interface Captured {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in this process and keeps what it writes. */
export function capture(...args: readonly string[]): Captured {
  let out = "";
  let err = "";
  const status = brownout(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    errIsTerminal: false,
  });
  return { status, out, err };
}

const folder = mkdtempSync(join(tmpdir(), "brownout-cli-"));

/** Writes a value as a file of a folder of its own and returns its path. */
export function file(name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
  return path;
}

/** One client and one service, at 50 % utilization for ten seconds. */
export const SMALL = {
  format: 1,
  catalog: "2026-11",
  name: "Small",
  run: { durationS: 10, warmupS: 1, seed: 7 },
  nodes: {
    clients: { kind: "client", ratePerS: 50 },
    service: {
      kind: "service",
      concurrency: 1,
      serviceTime: { type: "exponential", meanMs: 10 },
    },
  },
  edges: { "clients->service": { protocol: "rest", networkMs: 0 } },
  slos: { quick: { expr: "p99 < 1s" } },
  variants: { wide: { name: "Two servers", set: { "nodes.service.concurrency": 2 } } },
} as const;
