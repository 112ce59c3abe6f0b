// What must hold of every trace, whatever the design. Returns sentences about what does not.
import { criticalPath } from "../../simulation/results/trace-paths.ts";
import type { Span, Trace } from "../../simulation/results/traces.ts";

/** Simulated times are doubles of up to 10^9 ms; sums of a few hundred parts err by less than this. */
export const EXACT_MS = 1e-6;

function partsOf(span: Span): string[] {
  const wrong: string[] = [];
  let atMs = span.startMs;
  for (const { kind, startMs, endMs } of span.parts) {
    if (startMs !== atMs) wrong.push(`${span.name}: a gap before ${kind} at ${startMs}`);
    if (endMs <= startMs) wrong.push(`${span.name}: ${kind} takes no time`);
    atMs = endMs;
  }
  if (atMs !== span.endMs) wrong.push(`${span.name}: parts end at ${atMs}, not ${span.endMs}`);
  return wrong;
}

function nesting(span: Span, parent: Span | undefined): string[] {
  const wrong: string[] = [];
  if (span.endMs < span.startMs) wrong.push(`${span.name}: ends before it starts`);
  if (span.parent === null) return wrong;
  if (parent === undefined) return [...wrong, `${span.name}: parent ${span.parent} does not exist`];
  if (span.startMs < parent.startMs) wrong.push(`${span.name}: starts before ${parent.name}`);
  if (span.endMs > parent.endMs && span.outlives === null) {
    wrong.push(`${span.role} ${span.name}: outlives ${parent.role} ${parent.name}`);
  }
  if (span.outlives === "zombie" && span.zombieFromMs === null) {
    wrong.push(`${span.name}: outlives as a zombie, and is none`);
  }
  if (span.role === "processing" && parent.role !== "message") {
    wrong.push(`${span.name}: processes a message that ${parent.role} ${parent.name} is not`);
  }
  if (span.outlives === null && span.startMs > parent.endMs) {
    wrong.push(`${span.name}: starts after ${parent.name}`);
  }
  return wrong;
}

function path(trace: Trace): string[] {
  const steps = criticalPath(trace);
  const sum = steps.reduce((total, { startMs, endMs }) => total + (endMs - startMs), 0);
  const wrong: string[] = [];
  if (Math.abs(sum - trace.latencyMs) > EXACT_MS) {
    wrong.push(`the critical path takes ${sum} ms, the request ${trace.latencyMs} ms`);
  }
  let atMs = trace.startMs;
  for (const { startMs, endMs } of steps) {
    if (startMs !== atMs) wrong.push(`the critical path has a gap at ${startMs}`);
    atMs = endMs;
  }
  return wrong;
}

/** All that is wrong with a trace. */
export function faultsOfTrace(trace: Trace): string[] {
  const known = new Map<string, Span>();
  const wrong: string[] = [];
  for (const span of trace.spans) {
    if (known.has(span.id)) wrong.push(`${span.name}: ${span.id} is taken`);
    if (!/^(?!0{16})[0-9a-f]{16}$/.test(span.id)) wrong.push(`${span.id} is no span id`);
    wrong.push(...partsOf(span));
    wrong.push(...nesting(span, span.parent === null ? undefined : known.get(span.parent)));
    known.set(span.id, span);
  }
  for (const { links } of trace.spans) {
    for (const { spanId } of links) if (!known.has(spanId)) wrong.push(`no span ${spanId}`);
  }
  const [root] = trace.spans;
  if (!/^(?!0{32})[0-9a-f]{32}$/.test(trace.id)) wrong.push(`${trace.id} is no trace id`);
  if (root?.role !== "request") wrong.push("the first span is no request");
  if (root?.startMs !== trace.startMs) wrong.push(`starts at ${root?.startMs}`);
  const latencyMs = (root?.endMs ?? Number.NaN) - (root?.startMs ?? Number.NaN);
  if (latencyMs !== trace.latencyMs) wrong.push(`takes ${latencyMs}, not ${trace.latencyMs} ms`);
  if (root?.outcome !== trace.outcome) wrong.push(`ends ${root?.outcome}, not ${trace.outcome}`);
  return [...wrong, ...path(trace)];
}
