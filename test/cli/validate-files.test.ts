import { describe, expect, it } from "vitest";
import { capture, file, SMALL } from "./captured.ts";

const small = file("good.json", SMALL);

describe("brownout validate", () => {
  it("accepts files that may be run", () => {
    const { status, out } = capture("validate", small, `${small}#wide`);
    expect(status).toBe(0);
    expect(out).toBe(`${small}: ok\n${small}#wide: ok\n`);
  });

  it("lists every problem of a bad file with its path", () => {
    const { nodes } = SMALL;
    const service = { ...nodes.service, replicas: 0, concurency: 3 };
    const bad = file("bad.json", {
      ...SMALL,
      nodes: { clients: { ...nodes.clients, ratePerS: "fast" }, service },
    });
    const { status, out } = capture("validate", bad);
    expect(status).toBe(2);
    for (const path of ["nodes.clients.ratePerS", "nodes.service.replicas", "concurency"]) {
      expect(out).toContain(path);
    }
    expect(out).not.toContain(": ok");
  });

  it("goes on after a bad file", () => {
    const { status, out } = capture("validate", file("broken.json", "{"), small);
    expect(status).toBe(2);
    expect(out).toContain("broken.json: error:");
    expect(out).toContain(`${small}: ok`);
  });

  it("needs a file", () => {
    expect(capture("validate")).toMatchObject({ status: 2, out: "" });
  });
});

describe("brownout", () => {
  it("lists its commands and explains each", () => {
    const { status, out } = capture("--help");
    expect(status).toBe(0);
    for (const name of ["run", "validate"]) {
      expect(out).toContain(`  ${name}`);
      const help = capture(name, "--help");
      expect(help).toMatchObject({ status: 0, err: "" });
      expect(help.out).toContain(`Usage: brownout ${name}`);
    }
  });

  it("shows only options that it takes", () => {
    const listed = capture("run", "--help").out.matchAll(/^ {2}--([\w-]+)/gm);
    const names = [...listed].map(([, name]) => name);
    expect(names).toContain("time-limit");
    for (const name of names) {
      if (name === "help") continue;
      expect(capture("run", "none.json", `--${name}`).err).not.toContain("Unknown option");
    }
  });

  it("refuses an unknown command with the nearest one", () => {
    const { status, out, err } = capture("vaildate", small);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain("validate");
  });

  it("shows its commands on standard error when none is given", () => {
    const { status, out, err } = capture();
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain("Usage: brownout COMMAND");
  });
});
