import { describe, expect, it } from "vitest";
import { blankDocument } from "../../src/store/blank-document.ts";
import { edgeTitle, isOfMesh, nodeTitle } from "../../src/store/proxy-names.ts";

const document = {
  ...blankDocument(),
  nodes: { orders: { kind: "service", name: "Orders" }, stock: { kind: "service" } },
  groups: { core: { kind: "mesh", name: "Core" } },
};

describe("names of what a mesh adds", () => {
  it("are those of what they stand beside, or of the mesh", () => {
    expect(nodeTitle(document, "orders")).toBe("Orders");
    expect(nodeTitle(document, "orders~sidecar")).toBe("Orders, sidecar");
    expect(nodeTitle(document, "core~ztunnel")).toBe("Core, ztunnel");
    expect([isOfMesh("orders"), isOfMesh("orders~sidecar")]).toEqual([false, true]);
  });

  it("of legs say which part of the way they are", () => {
    expect(edgeTitle(document, "orders->stock")).toBe("Orders → stock");
    expect(edgeTitle(document, "orders->stock~wire")).toBe("Orders → stock, between proxies");
    expect(edgeTitle(document, "stock->orders~split~stock")).toBe(
      "stock → Orders, sent elsewhere to stock",
    );
  });
});
