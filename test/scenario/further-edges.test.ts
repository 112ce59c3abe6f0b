// What may be drawn beside what is drawn already is sound in the file.
import { describe, expect, it } from "vitest";
import { catalog } from "../../simulation/kinds/catalog.ts";
import { checkDocument } from "../../simulation/scenario/check.ts";
import { newEdge, whyNotConnect } from "../../simulation/scenario/connect.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { smallValue } from "./example.ts";

const KINDS = Object.keys(catalog);
const FULL = process.env.BROWNOUT_FULL === "1";
/** One of each sort of caller; the full suite tries all kinds, and all beside them. */
const CALLERS = FULL
  ? KINDS
  : ["client", "load-balancer", "monolith", "service", "transaction-coordinator", "sns"];

function errorsOf(document: ScenarioDocument): readonly string[] {
  const errors = checkDocument(document).problems.filter(({ severity }) => severity === "error");
  return errors.map(({ path, message }) => `${path}: ${message}`);
}

function drawn(document: ScenarioDocument, from: string, to: string): ScenarioDocument {
  const { id, edge } = newEdge(document, from, to);
  return { ...document, edges: { ...document.edges, [id]: edge } };
}

/** `a` is connected to `b`; `c` stands beside them. */
function connected(a: string, b: string, c: string): ScenarioDocument | null {
  const nodes = { a: { kind: a }, b: { kind: b }, c: { kind: c } };
  const apart = { ...smallValue(), nodes, edges: {} } as ScenarioDocument;
  return whyNotConnect(apart, "a", "b") === null ? drawn(apart, "a", "b") : null;
}

const FURTHER = [
  ["a", "b"],
  ["b", "a"],
  ["a", "a"],
  ["b", "b"],
  ["a", "c"],
  ["c", "a"],
  ["b", "c"],
  ["c", "b"],
] as const;

describe("a further edge", () => {
  it("that may be drawn adds no error", () => {
    let tried = 0;
    for (const a of CALLERS) {
      for (const b of KINDS) {
        for (const c of FULL ? KINDS : [b]) {
          const document = connected(a, b, c);
          if (document === null) continue;
          const before = errorsOf(document);
          for (const [from, to] of FURTHER) {
            if (whyNotConnect(document, from, to) !== null) continue;
            tried++;
            const added = errorsOf(drawn(document, from, to)).filter((it) => !before.includes(it));
            expect(added, `${a} to ${b}, then ${from} to ${to} (${c})`).toEqual([]);
          }
        }
      }
    }
    expect(tried).toBeGreaterThan(FULL ? 20_000 : 300);
  });

  it.each([
    ["service", "schema-registry", "a asks b already"],
    ["service", "tracing-collector", "a sends its spans to b already"],
  ])("of a %s to a %s is refused: %s", (a, b, why) => {
    const document = connected(a, b, b);
    expect(document && whyNotConnect(document, "a", "b")).toBe(why);
    expect(document && whyNotConnect(document, "a", "c")).toBe(why);
  });

  it("of a monolith to its module is a call within the process", () => {
    const document = connected("monolith", "service", "client");
    const { edge } = newEdge(document as ScenarioDocument, "a", "b");
    expect(edge.protocol).toBe("in-process");
  });
});
