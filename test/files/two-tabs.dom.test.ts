// Two tabs with one scenario. Each is the app's own modules loaded anew; locks and channel between
// them are stand-ins that take their time, the kept values are one map.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { type MapKeyValues, mapKeyValues } from "./map-key-values.ts";

interface Held {
  readonly release: () => void;
  readonly abort: () => void;
}

/** The browser's locks as far as tabs use them: one holder a name, who may be robbed. */
class FakeLocks {
  private readonly held = new Map<string, Held>();

  async request(
    name: string,
    { steal }: LockOptions,
    callback: (lock: object | null) => Promise<void> | undefined,
  ): Promise<void> {
    await Promise.resolve();
    const before = this.held.get(name);
    if (before && !steal) return void (await callback(null));
    before?.abort();
    await new Promise<void>((release, refuse) => {
      const abort = () => refuse(new DOMException("stolen", "AbortError"));
      const own: Held = { release, abort };
      this.held.set(name, own);
      const work = callback({ name });
      void Promise.resolve(work).then(() => {
        if (this.held.get(name) === own) this.held.delete(name);
        release();
      });
    });
  }
}

/** Delivers to all other ports, each message in a task of its own; a tab that hangs gets none. */
class FakeChannel extends EventTarget {
  static ports = new Set<FakeChannel>();
  static hanging = false;

  constructor() {
    super();
    FakeChannel.ports.add(this);
  }

  postMessage(data: unknown): void {
    for (const port of FakeChannel.ports) {
      if (port === this || FakeChannel.hanging) continue;
      setTimeout(() => port.dispatchEvent(new MessageEvent("message", { data })));
    }
  }

  close(): void {
    FakeChannel.ports.delete(this);
  }
}

const DRAWN: ScenarioDocument = {
  format: 1,
  catalog: "2026-11",
  name: "Ours",
  run: { durationS: 10 },
  nodes: { users: { kind: "client" } },
  edges: {},
};

async function openTab() {
  vi.resetModules();
  const [keeper, actions, { studio }] = await Promise.all([
    import("../../src/files/library/keeper.ts"),
    import("../../src/store/document-actions.ts"),
    import("../../src/store/studio-store.ts"),
  ]);
  return {
    ...actions,
    ...keeper,
    names: () => Object.keys(studio.getState().document.document.nodes),
    title: () => studio.getState().document.document.name,
    elsewhere: () => keeper.useKeeping.getState().elsewhere,
    id: () => keeper.useKeeping.getState().id,
  };
}

let kept: MapKeyValues;

/** A tab in which the scenario is drawn and kept, and a second one that finds it taken. */
async function twoTabs() {
  const first = await openTab();
  first.startKeeping(kept);
  first.replaceDocument("draw", DRAWN);
  await vi.advanceTimersByTimeAsync(1000);
  const second = await openTab();
  second.startKeeping(kept);
  await second.openKept(first.id() ?? "");
  await vi.advanceTimersByTimeAsync(1000);
  return { first, second };
}

beforeEach(() => {
  vi.useFakeTimers();
  kept = mapKeyValues();
  FakeChannel.ports.clear();
  FakeChannel.hanging = false;
  Object.defineProperty(navigator, "locks", { value: new FakeLocks(), configurable: true });
  vi.stubGlobal("BroadcastChannel", FakeChannel);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.resetModules();
});

it("the second says that the first has it, and gets its last edit when it takes over", async () => {
  const { first, second } = await twoTabs();
  expect([first.elsewhere(), second.elsewhere()]).toEqual([null, "open"]);
  first.addNode("service", { x: 0, y: 0 });
  // At once: the edit is younger than the pause before it is kept.
  const taken = second.takeOver();
  expect(second.elsewhere()).toBe("asked");
  await vi.advanceTimersByTimeAsync(100);
  await taken;
  expect(second.names()).toEqual(["users", "service"]);
  expect([first.elsewhere(), second.elsewhere()]).toEqual(["taken", null]);
});

it("what is changed where it was taken from becomes a copy", async () => {
  const { first, second } = await twoTabs();
  const taken = second.takeOver();
  await vi.advanceTimersByTimeAsync(100);
  await taken;
  first.addNode("database", { x: 0, y: 0 });
  await vi.advanceTimersByTimeAsync(1000);
  expect(first.title()).toBe("Ours copy");
  expect(first.id()).not.toBe(second.id());
  expect([first.elsewhere(), second.elsewhere()]).toEqual([null, null]);
  expect(second.names()).toEqual(["users"]);
});

it("a tab that hangs is robbed after a while, and keeps its edit as a copy", async () => {
  const { first, second } = await twoTabs();
  FakeChannel.hanging = true;
  // Refused until it is robbed, as by a database that is slow.
  kept.refuseWith = new Error("slow");
  first.addNode("service", { x: 0, y: 0 });
  const taken = second.takeOver();
  await vi.advanceTimersByTimeAsync(5000);
  expect(second.elsewhere()).toBe("asked");
  kept.refuseWith = null;
  await vi.advanceTimersByTimeAsync(5000);
  await taken;
  expect(second.elsewhere()).toBeNull();
  expect(second.names()).toEqual(["users"]);
  expect(first.title()).toBe("Ours copy");
  expect(first.names()).toEqual(["users", "service"]);
});

it("a change while the other tab is asked becomes a copy, and the first goes on", async () => {
  const { first, second } = await twoTabs();
  FakeChannel.hanging = true;
  const taken = second.takeOver();
  second.addNode("queue", { x: 0, y: 0 });
  await vi.advanceTimersByTimeAsync(10_000);
  await taken;
  expect(second.title()).toBe("Ours copy");
  expect([first.elsewhere(), second.elsewhere()]).toEqual([null, null]);
  first.addNode("service", { x: 0, y: 0 });
  await vi.advanceTimersByTimeAsync(1000);
  expect(first.title()).toBe("Ours");
});

it("it is taken back at once from a tab that went on to something else", async () => {
  const { first, second } = await twoTabs();
  const taken = second.takeOver();
  await vi.advanceTimersByTimeAsync(100);
  await taken;
  second.newBlank();
  await vi.advanceTimersByTimeAsync(1000);
  const back = first.takeOver();
  await vi.advanceTimersByTimeAsync(10);
  await back;
  expect(first.elsewhere()).toBeNull();
});
