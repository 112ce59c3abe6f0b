// A fault's tag is seen whole beside what it hits, and hides neither cards nor numbers where it can.
import { expect, it } from "vitest";
import { TAG, tagPlace } from "../../src/canvas/fault-tag-place.ts";
import { overlaps, type Rect } from "../../src/canvas/geometry.ts";

const card = (x: number, y: number): Rect => ({ x, y, width: 146, height: 72 });
const ROW = [card(0, 0), card(300, 0), card(600, 0)];
const tagAt = (target: Rect, cards: readonly Rect[], labels: readonly Rect[] = []): Rect => ({
  ...tagPlace(target, cards, labels, cards),
  ...TAG,
});

it("stands right of a card with room there", () => {
  const [first] = [card(0, 0), card(0, 300)];
  const tag = tagAt(first, [first, card(700, 0), card(700, 300)]);
  expect(tag.x).toBeGreaterThan(146);
  expect(tag.y + TAG.height / 2).toBe(36);
});

it("does not reach beyond the drawing at the end of a row", () => {
  const tag = tagAt(card(600, 0), ROW);
  expect(tag.x + tag.width).toBeLessThanOrEqual(746 + 20);
  expect(ROW.some((other) => overlaps(other, tag))).toBe(false);
});

it("leaves the rate of an edge readable where another place is free", () => {
  const label = { x: 770, y: 20, width: 44, height: 18 };
  const cards = [...ROW, card(1200, 0)];
  const tag = tagAt(card(600, 0), cards, [label]);
  expect(overlaps(tag, label)).toBe(false);
});

it("stands over the rim of a card that is walled in", () => {
  const cards = [card(0, 0), card(160, 0), card(0, 80), card(0, -80), card(-160, 0)];
  expect(tagPlace(card(0, 0), cards, [], cards)).toEqual({ x: 0, y: -TAG.height / 2 });
});
