import { describe, expect, it } from "vitest";
import { topologyOf } from "../../simulation/analysis/topology.ts";
import { layoutOf } from "../support/series-builder.ts";
import { resolved, sketch } from "../support/simulate.ts";

/** Whether the shop is known to hold its slot while it waits for what it calls. */
function holdsSlot(protocol: string): boolean | undefined {
  const scenario = resolved(
    sketch({
      nodes: {
        users: { kind: "client", ratePerS: 10 },
        shop: { concurrency: 4, blocking: false },
        mailer: {},
      },
      edges: { "users->shop": {}, "shop->mailer": { protocol } },
    }),
  );
  const { nodes } = topologyOf(scenario, layoutOf(scenario));
  return nodes.find(({ id }) => id === "shop")?.blocking;
}

describe("who holds a slot while it waits", () => {
  it("is who calls within its process, whatever its own parameter says", () => {
    expect(holdsSlot("rest")).toBe(false);
    expect(holdsSlot("in-process")).toBe(true);
  });
});
