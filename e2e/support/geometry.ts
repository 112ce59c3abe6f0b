// Where words stand on the page, and what is wrong with that: words cut off without dots, words over
// other words, words outside of the window.
import type { Page } from "@playwright/test";

/** One sentence per defect; none for a page on which everything can be read. */
export function defectsOf(page: Page): Promise<string[]> {
  return page.evaluate(measure);
}

/** Runs in the page, so everything it needs stands in it. */
function measure(): string[] {
  /** Less than this is the rounding of fonts, px. */
  const SLACK = 2;
  interface Box {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  }
  interface Words {
    readonly element: Element;
    readonly text: string;
    /** Its lines, as far as they show. */
    readonly seen: readonly Box[];
  }
  const meet = (a: Box, b: Box): Box => ({
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  });
  const isEmpty = ({ left, top, right, bottom }: Box, by = 0) =>
    right - left <= by || bottom - top <= by;
  const isHidden = (element: Element): boolean => {
    const shown = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (!shown) return true;
    for (let at: Element | null = element; at; at = at.parentElement) {
      const { clipPath } = getComputedStyle(at);
      if (clipPath === "inset(50%)") return true;
    }
    return false;
  };
  const ancestors = (element: Element): Element[] => {
    const all: Element[] = [];
    for (let at = element.parentElement; at; at = at.parentElement) all.push(at);
    return all;
  };
  /** The drawing is panned, and so are lists: what lies outside of them is within reach. */
  const isPanned = (element: Element): boolean =>
    element.closest("section[aria-label=Canvas]") !== null;
  /** The charts measure words thousands of px above the page, where nobody shall read them. */
  const isRuler = (element: Element, box: Box): boolean =>
    box.bottom < -1000 && element.closest("[aria-hidden=true]") !== null;
  const clips = (value: string) => value === "hidden" || value === "clip";
  const scrolls = (value: string) => value === "auto" || value === "scroll";
  const hasDots = (element: Element): boolean =>
    [element, ...ancestors(element).slice(0, 3)].some((at) => {
      const style = getComputedStyle(at);
      return style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
    });

  const defects = new Set<string>();
  const words: Words[] = [];
  const quoted = (text: string) => `"${text.trim().slice(0, 40)}"`;
  const look = (node: Text): void => {
    const element = node.parentElement;
    if (!element || isHidden(element)) return;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box: Box = range.getBoundingClientRect();
    if (isEmpty(box) || isRuler(element, box)) return;
    const page: Box = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    let seen = meet(box, page);
    let reach = box;
    let isInScroller = false;
    for (const at of ancestors(element)) {
      const { overflowX, overflowY, position } = getComputedStyle(at);
      const rect = at.getBoundingClientRect();
      if (overflowX !== "visible" || overflowY !== "visible") seen = meet(seen, rect);
      if (scrolls(overflowX) || scrolls(overflowY)) isInScroller = true;
      else if (clips(overflowX) && !isInScroller) {
        reach = meet(reach, {
          ...rect,
          left: rect.left,
          right: rect.right,
          top: reach.top,
          bottom: reach.bottom,
        });
      }
      if (position === "fixed") break;
    }
    const isCut = reach.right - reach.left < box.right - box.left - SLACK;
    if (isCut && !isInScroller && !isPanned(element) && !hasDots(element) && !isEmpty(seen)) {
      defects.add(`cut off: ${quoted(node.data)}`);
    }
    const isOut = box.right > innerWidth + SLACK || box.left < -SLACK;
    const isBelow = box.bottom > innerHeight + SLACK || box.top < -SLACK;
    if ((isOut || isBelow) && !isInScroller && !isPanned(element) && !hasDots(element)) {
      defects.add(`outside of the window: ${quoted(node.data)}`);
    }
    const lines = [...range.getClientRects()].map((line) => meet(seen, line));
    const shown = lines.filter((line) => !isEmpty(line));
    if (shown.length > 0) words.push({ element, text: node.data, seen: shown });
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) =>
    node.textContent?.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT,
  );
  while (walker.nextNode()) look(walker.currentNode as Text);

  /** What lies over something else on a ground of its own covers it on purpose. */
  const hasGround = (element: Element, until: Element | null): boolean => {
    for (let at: Element | null = element; at && at !== until; at = at.parentElement) {
      const ground = getComputedStyle(at).backgroundColor;
      const alpha = /rgba\(.*, ([\d.]+)\)|\/ ([\d.]+)\)/.exec(ground);
      if (ground !== "transparent" && Number(alpha?.[1] ?? alpha?.[2] ?? 1) > 0.5) return true;
    }
    return false;
  };
  const commonOf = (a: Element, b: Element): Element | null => {
    for (let at: Element | null = a; at; at = at.parentElement) if (at.contains(b)) return at;
    return null;
  };
  const overlap = (a: Words, b: Words): boolean =>
    a.seen.some((one) => b.seen.some((other) => !isEmpty(meet(one, other), SLACK)));
  for (const [index, a] of words.entries()) {
    for (const b of words.slice(index + 1)) {
      if (a.element === b.element || !overlap(a, b)) continue;
      const common = commonOf(a.element, b.element);
      if (hasGround(a.element, common) || hasGround(b.element, common)) continue;
      defects.add(`over each other: ${quoted(a.text)} and ${quoted(b.text)}`);
    }
  }
  return [...defects];
}
