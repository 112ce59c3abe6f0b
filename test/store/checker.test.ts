import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";

const BROKEN: ScenarioDocument = {
  format: 1,
  catalog: "2026-11",
  name: "Broken",
  run: { durationS: 10 },
  nodes: { a: { kind: "client", ratePerS: -1 }, b: { kind: "service" } },
  edges: { "a->b": { protocol: "rest" } },
};

/** The modules as a page has them that was just opened. */
async function freshPage() {
  vi.resetModules();
  const [actions, checking, port, { studio }] = await Promise.all([
    import("../../src/store/document-actions.ts"),
    import("../../src/store/checking.ts"),
    import("../../src/store/scenario-port.ts"),
    import("../../src/store/studio-store.ts"),
  ]);
  return { ...actions, ...checking, ...port, state: () => studio.getState() };
}

describe("before what checks scenarios was fetched", () => {
  beforeEach(() => vi.resetModules());
  afterEach(() => vi.resetModules());

  it("a document is drawn and edited, and checked once the checks are there", async () => {
    const page = await freshPage();
    page.restore(BROKEN);
    page.setBase("nodes.b.replicas", 0);
    expect(page.canCheck()).toBe(false);
    expect(page.state().document.document.nodes.b).toEqual({ kind: "service", replicas: 0 });
    expect(page.state().document.problems).toEqual([]);
    await page.loadChecks();
    const paths = page.state().document.problems.map(({ path }) => path);
    expect(paths).toEqual(["nodes.a.ratePerS", "nodes.b.replicas"]);
  });

  it("nothing is read as long as its nodes could not be placed", async () => {
    const page = await freshPage();
    let place = (): void => undefined;
    page.attachLayout(
      () =>
        new Promise((resolve) => {
          place = resolve;
        }),
    );
    let isReady = false;
    const ready = page.loadChecks().then(() => {
      isReady = true;
    });
    await vi.waitFor(() => expect(page.canCheck()).toBe(true));
    await new Promise((resolve) => setTimeout(resolve));
    expect(isReady).toBe(false);
    place();
    await ready;
    expect(isReady).toBe(true);
  });

  it("what is not known yet is not remembered as an answer", async () => {
    const page = await freshPage();
    const sound = { ...BROKEN, nodes: { a: { kind: "client" }, b: { kind: "service" } } };
    expect(page.designHash(sound)).toBeNull();
    await page.loadChecks();
    expect(page.designHash(sound)).toMatch(/^[0-9a-f]+$/);
  });

  it("no text is read", async () => {
    const page = await freshPage();
    expect(() => page.parseScenario("{}")).toThrow("before what checks it was loaded");
    await page.loadChecks();
    expect(page.parseScenario("{}").ok).toBe(false);
  });
});
