import { expect, it } from "vitest";
import type { GroupDocument } from "../../simulation/scenario/document.ts";
import { tracingMeshes } from "../../src/store/mesh-spans.ts";
import { chain } from "../mesh/designs.ts";

it("collectors are known by the meshes in force that name them", () => {
  const drawn = chain();
  const group = (values: object) => ({ kind: "mesh", ...values }) as GroupDocument;
  const groups = {
    one: group({ tracing: { to: "jaeger" } }),
    two: group({ tracing: { to: "jaeger" } }),
    off: group({ tracing: { to: "zipkin" }, enabled: false }),
    none: group({ tracing: {} }),
    zone: group({ kind: "zone" }),
  };
  expect([...tracingMeshes({ ...drawn, groups })]).toEqual([["jaeger", ["one", "two"]]]);
});
