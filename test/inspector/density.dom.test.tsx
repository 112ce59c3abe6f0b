// Every type of distribution that can be chosen is drawn with its moments, whatever it is made of.
import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Json } from "../../simulation/scenario/document.ts";
import { DensityPicture } from "../../src/inspector/fields/DensityPicture.tsx";
import { readLiteral, withType } from "../../src/inspector/fields/distribution-edits.ts";
import { EDITABLE_TYPES, typeOf } from "../../src/inspector/fields/distribution-forms.ts";
import { Inspector } from "../../src/inspector/Inspector.tsx";
import { momentsOf } from "../../src/store/distribution-shapes.ts";
import { allFields, openDocument, showPage } from "../app-b/page.tsx";

const DRAWN = EDITABLE_TYPES.filter((type) => type !== "constant");

function shown(label: string): string | undefined {
  const moments = screen.getByLabelText(/: moments$/);
  return within(moments).getByText(label).parentElement?.querySelector("dd")?.textContent ?? "";
}

describe("the picture of a density", () => {
  it.each(DRAWN)("%s: a line of finite points and four numbers", (type) => {
    const literal = withType(20, type, "ms");
    const spec = readLiteral(literal, "ms");
    if (!spec) throw new Error(`${type} cannot be read`);
    showPage(<DensityPicture spec={spec} unit="ms" label="Service time" />);
    const picture = screen.getByRole("img", { name: /^Density of Service time/ });
    const path = picture.querySelector(".insp-density-line")?.getAttribute("d") ?? "";
    expect(path.length).toBeGreaterThan(10);
    expect(path).not.toMatch(/NaN|Infinity/);
    for (const name of ["Mean", "p50", "p99", "SCV"]) {
      expect(shown(name)).toMatch(/^(infinite|[\d.,]+( (µs|ms|s|min|h|d))?|[\d.]+e.*)$/);
    }
  });

  it.each(DRAWN)("%s: chosen in place of a fixed time, it keeps the mean", (type) => {
    const literal = withType(20, type, "ms");
    const spec = readLiteral(literal, "ms");
    expect(typeOf(literal)).toBe(type);
    if (spec) expect(momentsOf(spec).meanMs / 20).toBeCloseTo(1, 1);
  });
});

describe("in the inspector", () => {
  it("draws a mixture and a trace too", async () => {
    const parts = [
      { weight: 9, type: "exponential", meanMs: 10 },
      { weight: 1, type: "lognormal", meanMs: 200, p99Ms: 900 },
    ] as unknown as Json;
    for (const serviceTime of [
      { type: "mixture", parts },
      { type: "trace", valuesMs: [5, 7, 30] },
    ]) {
      openDocument({ nodes: { a: { kind: "service", serviceTime } } }, "a");
      const { unmount } = showPage(<Inspector />);
      await allFields();
      expect(screen.getByRole("img", { name: /^Density of Service time/ })).toBeTruthy();
      unmount();
    }
  });
});
