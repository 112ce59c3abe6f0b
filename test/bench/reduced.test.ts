import { Session } from "node:inspector";
import { runInThisContext } from "node:vm";
import { describe, expect, it } from "vitest";
import {
  type CoveredFunction,
  executedOf,
  withoutMetrics,
  withoutUnused,
} from "../../simulation/cli/bench/reduced.ts";

/** Functions of the script and what the profiler of V8 saw while `use` ran. */
function profiled(script: string, use: string): readonly CoveredFunction[] {
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  const filename = "reduced-test.js";
  runInThisContext(`${script}\n${use}`, { filename });
  let found: readonly CoveredFunction[] = [];
  session.post("Profiler.takePreciseCoverage", (_error, { result }) => {
    found = result.find(({ url }) => url.endsWith(filename))!.functions;
  });
  session.disconnect();
  return found;
}

async function reduced(script: string, use: string): Promise<string> {
  const functions = profiled(script, use);
  const result = await withoutUnused(script, executedOf(functions, script.length));
  return result.script.replaceAll(/\s+/g, " ").trim();
}

describe("a script without what it never takes", () => {
  it("loses branches that were not taken and the question, and keeps those that were", async () => {
    const script = `(() => {
      globalThis.probe = (n) => {
        if (n < 0) return "negative";
        if (n > 10) { return "large"; } else { n += 1; }
        if (n > 3) n += 1;
        return n > 100 ? "huge" : n;
      };
    })();`;
    const text = await reduced(script, "probe(1); probe(5);");
    expect(text).not.toMatch(/negative|large|huge|n < 0|n > 10/);
    expect(text).toContain("if (n > 3) n += 1;");
    expect(runInThisContext(`${text} [probe(1), probe(5)].join()`)).toBe("2,7");
  });

  it("keeps questions that do something", async () => {
    const script = `(() => {
      let asked = 0;
      const ask = () => ++asked < 0;
      globalThis.probe = (n) => {
        if (ask()) return -1;
        if (n === 7 && ask()) return -2;
        return asked;
      };
    })();`;
    const text = await reduced(script, "probe(1); probe(2);");
    expect(text).toContain("if (ask())");
    // The second question stopped at its pure half each time.
    expect(text).not.toContain("n === 7");
    expect(runInThisContext(`${text} [probe(1), probe(7)].join()`)).toBe("1,2");
  });

  it("keeps cases that were reached, also by falling through", async () => {
    const script = `(() => {
      globalThis.probe = (n) => {
        switch (n) {
          case 1: return "one";
          case 2:
          case 3: return "few";
          case 4: return "four";
          default: return "many";
        }
      };
    })();`;
    const text = await reduced(script, "probe(1); probe(2); probe(9);");
    expect(text).not.toContain("four");
    expect(runInThisContext(`${text} [1, 2, 3, 9].map(probe).join()`)).toBe("one,few,few,many");
  });
});

describe("a script without metrics", () => {
  it("loses statements that only record, and keeps what computes", async () => {
    const script = `
      function step(node, m) {
        nodeMeter[m + 1]++;
        edges.pendingTime[node] -= now;
        if (late) typeMeter$1[m] += 1;
        record(2 * node);
        queue[node]++;
        return record;
      }`;
    const { script: text, places } = await withoutMetrics(script);
    expect(places).toBe(4);
    expect(text).not.toMatch(/Meter|pendingTime|record\(/);
    expect(text).toContain("queue[node]++");
    expect(text).toContain("if (late) ;");
  });
});
