// Problems of logs, named at the field that has to change.
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../simulation/scenario/check.ts";
import { type LogSetting, logDocument } from "../support/log-sketch.ts";

function problemsOf(setting: LogSetting) {
  return checkDocument(logDocument(setting)).problems.map(
    ({ severity, path, code }) => `${severity} ${path} ${code}`,
  );
}

const CLUSTER = { replicas: 3, replicationFactor: 3, minInsyncReplicas: 2 };

describe("a log", () => {
  it("needs a broker for each replica, and a replica for each that must be in sync", () => {
    expect(problemsOf({ log: { replicas: 2, replicationFactor: 3 } })).toEqual([
      "error nodes.log.replicationFactor conflict",
    ]);
    expect(problemsOf({ log: { ...CLUSTER, minInsyncReplicas: 4 } })).toEqual([
      "error nodes.log.minInsyncReplicas conflict",
    ]);
    expect(problemsOf({ log: CLUSTER })).toEqual([]);
  });

  it("says which values have no effect", () => {
    expect(problemsOf({ log: { keySkew: 1 } })).toEqual(["warning nodes.log.keySkew unused"]);
    expect(problemsOf({ deliver: { concurrency: 2 } })).toEqual([
      "warning edges.log->reader.concurrency unused",
    ]);
    expect(problemsOf({ reader: { replicas: 3 } })).toEqual([
      "warning nodes.reader.replicas unused",
    ]);
    expect(problemsOf({ deliver: { retryBackoffMs: 5 } })).toEqual([
      "warning edges.log->reader.retryBackoffMs unused",
    ]);
  });
});

describe("a producer", () => {
  it("is idempotent only if it waits for all replicas", () => {
    expect(problemsOf({ publish: { acks: "leader", idempotent: true } })).toEqual([
      "error edges.users->log.idempotent conflict",
    ]);
    expect(problemsOf({ publish: { acks: "leader" }, log: CLUSTER })).toEqual([
      "warning edges.users->log.acks risk",
    ]);
  });

  it("does not linger beyond its deadline", () => {
    expect(problemsOf({ publish: { deadlineMs: 50, batch: { lingerMs: 50 } } })).toEqual([
      "error edges.users->log.batch.lingerMs conflict",
    ]);
  });
});
