// The focus goes to what is drawn later than in the next frame, unless somebody does something else.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type FocusWish, focusOnceThere } from "../../src/ui/focus-once-there.ts";

let frames: FrameRequestCallback[] = [];

beforeEach(() => {
  frames = [];
  vi.stubGlobal("requestAnimationFrame", (frame: FrameRequestCallback) => frames.push(frame));
});

afterEach(() => {
  // No search may reach into the next test.
  window.dispatchEvent(new Event("pointerdown"));
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

function passFrames(count: number): void {
  for (let frame = 0; frame < count; frame++) {
    const due = frames;
    frames = [];
    for (const draw of due) draw(0);
  }
}

function drawn(name: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.name = name;
  document.body.append(button);
  return button;
}

function wishFor(name: string, options: Omit<FocusWish, "find"> = {}): void {
  focusOnceThere({ ...options, find: () => document.querySelector(`button[name=${name}]`) });
}

it("comes in the next frame to what stands there already, not before a menu could close", () => {
  const button = drawn("node");
  wishFor("node");
  expect(document.activeElement).toBe(document.body);
  passFrames(1);
  expect(document.activeElement).toBe(button);
  expect(frames).toEqual([]);
});

it("comes to what is drawn many frames later, and then no longer", () => {
  wishFor("node");
  passFrames(50);
  const button = drawn("node");
  passFrames(1);
  expect(document.activeElement).toBe(button);
  button.blur();
  passFrames(5);
  expect(document.activeElement).toBe(document.body);
});

it("waits until an element is replaced by another one", () => {
  const before = drawn("group");
  wishFor("group", { instead: before });
  passFrames(3);
  expect(document.activeElement).toBe(document.body);
  before.remove();
  const after = drawn("group");
  passFrames(1);
  expect(document.activeElement).toBe(after);
});

it("leaves it where it is if it is only to be caught when lost", () => {
  const other = drawn("other");
  drawn("node");
  other.focus();
  wishFor("node", { ifLost: true });
  passFrames(2);
  expect(document.activeElement).toBe(other);
  expect(frames).toEqual([]);
});

it("is given up once the pointer is pressed, a key goes elsewhere or another is wished for", () => {
  const other = drawn("other");
  const givingUp: readonly (() => void)[] = [
    () => other.dispatchEvent(new Event("pointerdown", { bubbles: true })),
    () => other.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true })),
    () => wishFor("nothing"),
  ];
  for (const giveUp of givingUp) {
    wishFor("node");
    passFrames(2);
    giveUp();
    const late = drawn("node");
    passFrames(2);
    expect(document.activeElement).not.toBe(late);
    late.remove();
  }
});

it("is not given up for keys that nothing takes, and not sought for ever", () => {
  wishFor("node");
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "c", bubbles: true }));
  passFrames(2);
  const button = drawn("node");
  passFrames(1);
  expect(document.activeElement).toBe(button);
  wishFor("nothing");
  passFrames(1000);
  expect(frames).toEqual([]);
});
