import { beforeAll, describe, expect, it } from "vitest";
import { unixTime } from "../../simulation/interop/traces/span-facts.ts";
import { exportTraces } from "../../simulation/interop/traces/trace-formats.ts";
import type { Trace, TraceFormat } from "../../simulation/results/traces.ts";
import { galleryDocument } from "../gallery/gallery-files.ts";
import { run } from "../support/simulate.ts";
import { orderWithMail, slowOrder } from "../support/trace-builder.ts";
import { faultsOfTrace } from "../support/trace-checks.ts";
import { faultsOfJaeger, faultsOfOtlp, faultsOfZipkin } from "../support/trace-format-checks.ts";

const CHECKERS = { otlp: faultsOfOtlp, jaeger: faultsOfJaeger, zipkin: faultsOfZipkin };
const FORMATS = Object.entries(CHECKERS) as [TraceFormat, (value: unknown) => string[]][];

function written(traces: readonly Trace[], format: TraceFormat): unknown {
  return JSON.parse(exportTraces(traces, format));
}

/** With one place changed: `path` leads to it, `undefined` removes it. */
function broken(value: unknown, path: readonly (string | number)[], by: unknown): unknown {
  const copy = structuredClone(value);
  let at = copy as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) at = at[step] as typeof at;
  const last = path.at(-1) ?? "";
  if (by === undefined) delete at[last];
  else at[last] = by;
  return copy;
}

let traces: readonly Trace[] = [];

beforeAll(() => {
  const document = galleryDocument("shop.brownout.json");
  const under = run({ ...document, run: { ...document.run, durationS: 1.5, warmupS: 0 } });
  traces = under.traces(under.traceList());
});

describe.each(FORMATS)("traces as %s", (format, faultsOf) => {
  it("pass the checker of the format, made by hand and by a run", () => {
    expect(faultsOf(written([slowOrder()], format))).toEqual([]);
    expect(faultsOf(written([orderWithMail()], format))).toEqual([]);
    expect(traces.length).toBeGreaterThan(100);
    expect(faultsOf(written(traces, format))).toEqual([]);
  });

  it("are the same bytes each time", () => {
    expect(exportTraces(traces, format)).toBe(exportTraces(structuredClone(traces), format));
  });
});

const SPAN = {
  otlp: ["resourceSpans", 0, "scopeSpans", 0, "spans", 0],
  jaeger: ["data", 0, "spans", 1],
  zipkin: [1],
} as const;

describe("the checkers", () => {
  it.each([
    ["otlp", [...SPAN.otlp, "traceId"], "4BF92F3577B34DA6A3CE929D0E0E4736"],
    ["otlp", [...SPAN.otlp, "spanId"], "0000000000000000"],
    ["otlp", [...SPAN.otlp, "parentSpanId"], "00000000000000ff"],
    ["otlp", [...SPAN.otlp, "startTimeUnixNano"], 1_767_225_600_000_000],
    ["otlp", [...SPAN.otlp, "endTimeUnixNano"], "1"],
    ["otlp", [...SPAN.otlp, "kind"], "SPAN_KIND_SERVER"],
    ["otlp", [...SPAN.otlp, "status", "code"], 3],
    ["otlp", [...SPAN.otlp, "attributes", 0, "value"], { stringValue: "a", intValue: "1" }],
    ["otlp", [...SPAN.otlp, "color"], "red"],
    ["otlp", ["resourceSpans", 0, "resource", "attributes"], []],
    ["jaeger", [...SPAN.jaeger, "references", 0, "refType"], "PARENT_OF"],
    ["jaeger", [...SPAN.jaeger, "references", 0, "spanID"], "00000000000000ff"],
    ["jaeger", [...SPAN.jaeger, "startTime"], 1.5],
    ["jaeger", [...SPAN.jaeger, "duration"], -1],
    ["jaeger", [...SPAN.jaeger, "processID"], "p99"],
    ["jaeger", [...SPAN.jaeger, "tags", 0], { key: "error", type: "bool", value: "true" }],
    ["jaeger", [...SPAN.jaeger, "spanID"], undefined],
    ["zipkin", [...SPAN.zipkin, "parentId"], "00000000000000ff"],
    ["zipkin", [...SPAN.zipkin, "kind"], "INTERNAL"],
    ["zipkin", [...SPAN.zipkin, "duration"], 0],
    ["zipkin", [...SPAN.zipkin, "timestamp"], 1],
    ["jaeger", [...SPAN.jaeger, "startTime"], 1],
    ["zipkin", [...SPAN.zipkin, "name"], "Charge"],
    ["zipkin", [...SPAN.zipkin, "tags", "attempt"], 2],
    ["zipkin", [...SPAN.zipkin, "localEndpoint", "serviceName"], "Orders"],
  ] as const)("reject %s with another %j", (format, path, by) => {
    const sound = written([slowOrder()], format);
    expect(CHECKERS[format](sound)).toEqual([]);
    expect(CHECKERS[format](broken(sound, path, by))).not.toEqual([]);
  });
});

interface OtlpSpan {
  readonly traceId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
}

/** How long the roots of OTLP traces last, in ms. */
function rootsMs(value: unknown): ReadonlyMap<string, number> {
  const { resourceSpans } = value as {
    resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[];
  };
  const spans = resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap((scope) => scope.spans),
  );
  return new Map(
    spans
      .filter(({ parentSpanId }) => parentSpanId === undefined)
      .map(({ traceId, startTimeUnixNano: start, endTimeUnixNano: end }) => [
        traceId,
        Number(BigInt(end) - BigInt(start)) / 1e6,
      ]),
  );
}

/** Traces of half a second in which as much as possible goes wrong. */
function tracesOf(file: string, fault: string): readonly Trace[] {
  const document = galleryDocument(file);
  const { atS: _, ...drawn } = document.faults?.[fault] ?? { kind: "none", target: "" };
  const faults = { [fault]: { ...drawn, enabled: true, atS: 0.1 } };
  const run0 = { ...document.run, durationS: 0.6, warmupS: 0 };
  const under = run({ ...document, variants: {}, slos: {}, run: run0, faults });
  return under.traces(under.traceList());
}

describe("a failing system in full", () => {
  it.each([
    ["order-exchange.brownout.json", "shipping"],
    ["rest-or-grpc.brownout.json", "slow"],
    ["hedged-requests.brownout.json", "slow-one"],
    ["trip-saga.brownout.json", "declined"],
  ])("%s is sound in every format, and as long as its requests", (file, fault) => {
    const seen = tracesOf(file, fault);
    expect(seen.length).toBeGreaterThan(10);
    expect(seen.flatMap(faultsOfTrace)).toEqual([]);
    for (const [format, faultsOf] of FORMATS) expect(faultsOf(written(seen, format))).toEqual([]);
    const roots = rootsMs(written(seen, "otlp"));
    expect(roots.size).toBe(seen.length);
    for (const { id, latencyMs } of seen) {
      // Two instants, each to the nearest nanosecond.
      const off = Math.abs((roots.get(id) ?? Number.NaN) - latencyMs);
      expect(off).toBeLessThanOrEqual(1e-6 + 1e-9);
    }
  });
});

describe("what is written", () => {
  it("has times of nanoseconds as text that follow from the simulated ones", () => {
    const text = exportTraces([slowOrder()], "otlp");
    expect(text).toContain('"startTimeUnixNano":"1767225600000000000"');
    expect(text).toContain('"endTimeUnixNano":"1767225600165000000"');
    expect(unixTime(0.000_123, 1_000_000)).toBe(1_767_225_600_000_000_123n);
  });

  it("names the other end, the failure, and says how often a call was tried", () => {
    const spans = written([slowOrder()], "zipkin") as {
      tags: Record<string, string>;
      remoteEndpoint?: { serviceName: string };
    }[];
    expect(spans[4]?.tags).toMatchObject({ error: "timeout", "error.type": "timeout" });
    expect(spans[4]?.remoteEndpoint).toEqual({ serviceName: "payment" });
    expect(spans[6]?.tags).toMatchObject({ "brownout.attempt": "2", "brownout.poolWait_ms": "5" });
    expect(spans[5]?.tags).toMatchObject({ "brownout.zombie": "true", "brownout.zombie_ms": "21" });
  });

  it("tells what follows from a message apart from what was waited for", () => {
    const text = exportTraces([orderWithMail()], "jaeger");
    expect(text.match(/FOLLOWS_FROM/g)).toHaveLength(2);
    expect(text).toContain('"messaging.operation.type"');
  });
});
