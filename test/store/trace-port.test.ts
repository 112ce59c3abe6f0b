import { expect, it } from "vitest";
import { attachTracer, listTraces, tracer } from "../../src/store/trace-port.ts";

it("traces are made by whom the app names", () => {
  expect(() => tracer()).toThrow("not available");
  const attached = { port: () => ({}) as never, end: () => undefined };
  attachTracer(attached);
  expect(tracer()).toBe(attached);
});

it("a list is asked of the run's own worker, so there must be one", () => {
  expect(() => listTraces()).toThrow();
});
