import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { faultsOfJaeger, faultsOfOtlp, faultsOfZipkin } from "../support/trace-format-checks.ts";
import { capture, file, SMALL } from "./captured.ts";

const small = file("traced.json", SMALL);

function traced(...args: readonly string[]): { readonly text: string; readonly err: string } {
  const out = file("out.json", "");
  const plain = capture("run", small, "--json");
  const { status, out: printed, err } = capture("run", small, "--json", "--traces", out, ...args);
  expect(status).toBe(0);
  const digestIn = (text: string) => (JSON.parse(text) as { digest: string }).digest;
  if (args[0] === "--format") expect(digestIn(printed)).toBe(digestIn(plain.out));
  return { text: readFileSync(out, "utf8"), err };
}

describe("brownout run --traces", () => {
  it.each([
    ["otlp", faultsOfOtlp],
    ["jaeger", faultsOfJaeger],
    ["zipkin", faultsOfZipkin],
  ])("writes %s, and the run's digest stays", (format, faultsOf) => {
    const { text, err } = traced("--format", format);
    expect(faultsOf(JSON.parse(text))).toEqual([]);
    expect(err).toMatch(/^\d+ traces \(\d+ spans\) written to .*out\.json\.\n$/);
  });

  it("takes the first of several replications", () => {
    expect(traced("--replications", "3").text).toBe(traced().text);
  });

  it("refuses what it does not know, with the reason", () => {
    const unknown = capture("run", small, "--traces", "/tmp/x.json", "--format", "xml");
    expect(unknown).toMatchObject({ status: 2 });
    expect(unknown.err).toContain("otlp, jaeger, zipkin");
    expect(capture("run", small, "--format", "otlp").err).toContain("--traces FILE");
    const nowhere = capture("run", small, "--traces", "/nowhere/at/all.json");
    expect(nowhere).toMatchObject({ status: 2 });
    expect(nowhere.err).toContain("cannot be written");
  });
});
