import { describe, expect, it } from "vitest";
import { answerTo } from "../../simulation/cli/bench/program.ts";
import { benchDocument } from "../../simulation/cli/bench/scenario-case.ts";
import { nodeStage } from "../../simulation/cli/bench/stage.ts";
import { threadStage } from "../../simulation/cli/bench/thread.ts";

const SPEC = {
  kind: "scenario",
  document: benchDocument("retry", { "run.durationS": 5 }),
  kernel: "js",
} as const;

describe("the program for workers", () => {
  it("does the same work as this process", async () => {
    const made = answerTo({ ask: "make", spec: SPEC });
    const remote = [answerTo({ ask: "run" }), answerTo({ ask: "bytes" })];
    const stage = nodeStage();
    expect(await stage.make(SPEC)).toEqual(made);
    expect([await stage.run(), await stage.bytesPerInFlight()]).toEqual(remote);
    expect(globalThis.brownoutBench('{"ask":"kernel","customers":1000}')).toBe("null");
  });
});

describe("a thread", () => {
  it("answers what its script answers, one request after the other", async () => {
    const script = `
      globalThis.brownoutBench = (text) => {
        const { ask } = JSON.parse(text);
        return JSON.stringify(ask === "run" ? { requests: 3, events: 7 } : null);
      };`;
    const stage = threadStage(script);
    expect(await stage.run()).toEqual({ requests: 3, events: 7 });
    expect(await stage.bytesPerInFlight()).toBeNull();
    expect(await stage.cpuNs()).toBeGreaterThan(0);
    await stage.close();
  });

  it("passes on what its script throws", async () => {
    const stage = threadStage("globalThis.brownoutBench = () => { throw new Error('no'); };");
    await expect(stage.run()).rejects.toThrow("no");
    await stage.close();
  });
});
