import { expect, it } from "vitest";
import type { GroupData } from "../../src/canvas/groups/group-elements.ts";
import { groupRate, groupSentence, kindWords } from "../../src/canvas/groups/group-words.ts";
import { worstOf } from "../../src/store/group-live.ts";

const CORE: GroupData = {
  group: "core",
  name: "Core",
  kind: "mesh",
  collapsed: true,
  members: ["a", "b"],
  hasNote: false,
};

it("shows the worst state of its members", () => {
  expect(worstOf(["healthy", "failing", "degraded", null])).toBe("failing");
  expect(worstOf(["healthy", "recovering"])).toBe("recovering");
  expect(worstOf(["failing", "down"])).toBe("down");
  expect(worstOf([null])).toBeNull();
});

it("says what it is, and what enters it while it is collapsed", () => {
  const live = { state: "failing", ratePerS: 120, way: "in" } as const;
  expect(groupSentence(CORE, live)).toBe(
    "Core, mesh, 2 nodes, collapsed, failing, 120 requests/s in",
  );
  expect(groupSentence({ ...CORE, collapsed: false, members: ["a"] }, live)).toBe(
    "Core, mesh, 1 node, expanded",
  );
  expect(groupSentence({ ...CORE, product: "Istio" }, null)).toBe(
    "Core, mesh, 2 nodes, Istio, collapsed",
  );
  expect(kindWords({ ...CORE, product: "Istio" })).toBe("mesh: Istio");
  expect(kindWords({ ...CORE, kind: "zone", members: [] })).toBe("zone, empty");
  expect(groupRate(live)).toBe("in 120/s");
  expect(groupRate(null)).toBeNull();
});
