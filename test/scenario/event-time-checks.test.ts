// Problems of windows of event time, named at the field that has to change.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import { whyNotConnect } from "../../simulation/scenario/connect.ts";
import type { Json } from "../../simulation/scenario/document.ts";
import { applySet } from "../../simulation/scenario/variants.ts";
import { logDocument } from "../support/log-sketch.ts";

function problemsOf(windows: object, more: Readonly<Record<string, Json>> = {}) {
  const document = logDocument({ reader: { windows } });
  const changed = applySet(document, more);
  const problems = changed.ok ? checkDocument(changed.document).problems : changed.problems;
  return problems.map(({ severity, path, code }) => `${severity} ${path} ${code}`);
}

describe("windows of event time", () => {
  it("are sound by themselves", () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ type: "sliding" })).toEqual([]);
    expect(problemsOf({ type: "session" })).toEqual([]);
  });

  it("leave no gaps, and count no record for hundreds of them", () => {
    expect(problemsOf({ type: "sliding", sizeMs: 1000, slideMs: 2000 })).toEqual([
      "error nodes.reader.windows.slideMs conflict",
    ]);
    expect(problemsOf({ type: "sliding", sizeMs: 1000, slideMs: 9 })).toEqual([
      "error nodes.reader.windows.slideMs conflict",
    ]);
    expect(problemsOf({ slideMs: 9 })).toEqual(["warning nodes.reader.windows.slideMs unused"]);
  });

  it("need records with offsets to go back to, and a group of their own", () => {
    expect(problemsOf({}, { "edges.log->reader": null })).toContain(
      "error nodes.reader.windows conflict",
    );
    const queue = {
      "nodes.mq": { kind: "rabbitmq" },
      "edges.users->mq": {},
      "edges.mq->reader": {},
    };
    expect(problemsOf({}, queue)).toContain("error nodes.reader.windows conflict");
    const shared = {
      "nodes.other": { kind: "service" },
      "edges.log->other": { group: "all" },
      "edges.log->reader.group": "all",
    };
    expect(problemsOf({}, shared)).toContain("error nodes.reader.windows conflict");
    expect(problemsOf({}, { ...shared, "edges.log->other": {} })).toEqual([]);
  });

  it("are not drawn from a broker without offsets", () => {
    const drawn = applySet(logDocument({ reader: { windows: {} } }), {
      "nodes.mq": { kind: "rabbitmq" },
      "nodes.plain": { kind: "stream-processor" },
    });
    if (!drawn.ok) throw new Error(JSON.stringify(drawn.problems));
    expect(whyNotConnect(drawn.document, "mq", "reader")).toContain("RabbitMQ has no offsets");
    expect(whyNotConnect(drawn.document, "mq", "plain")).toBeNull();
    expect(whyNotConnect(drawn.document, "log", "reader")).toBeNull();
  });

  it("wait for ever for partitions without a key", () => {
    const keys = { "nodes.log.partitions": 4, "nodes.log.keyCount": 3 };
    expect(problemsOf({}, keys)).toEqual(["warning nodes.reader.windows.idleMs risk"]);
    expect(problemsOf({ idleMs: 1000 }, keys)).toEqual([]);
    expect(problemsOf({}, { ...keys, "nodes.log.keyCount": 4 })).toEqual([]);
  });

  it("commit with their checkpoints, and know a side output only where there is one", () => {
    expect(problemsOf({}, { "edges.log->reader.commitIntervalMs": 100 })).toEqual([
      "warning edges.log->reader.commitIntervalMs unused",
    ]);
    expect(problemsOf({ lateOperation: "late" })).toEqual([
      "warning nodes.reader.windows.lateOperation unused",
    ]);
    const aside = { "nodes.aside": { kind: "service" }, "edges.reader->aside": { when: ["late"] } };
    expect(problemsOf({ lateOperation: "late" }, aside)).toEqual([]);
  });
});
