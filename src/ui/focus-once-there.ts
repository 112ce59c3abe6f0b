// Moves the keyboard's focus to what is about to be drawn. How many frames that takes is known to
// nobody: a panel is fetched at its first use, and a slow page draws later than in the next frame.

/** Frames after which nothing is expected to come any more: ten seconds where nothing is slow. */
const MOST_FRAMES = 600;

export interface FocusWish {
  /** The element, once it is on the page. */
  readonly find: () => HTMLElement | SVGElement | null;
  /** An element that the one meant will replace. */
  readonly instead?: Element | null;
  /** Only if nothing has the focus then. */
  readonly ifLost?: boolean;
}

let giveUp: () => void = () => {};

/**
 * Looks in each frame from the next one on, since a menu that closes gives its focus back first. A
 * later wish, a press of the pointer and a key pressed on something else end the search.
 */
export function focusOnceThere({ find, instead = null, ifLost = false }: FocusWish): void {
  giveUp();
  const over = new AbortController();
  giveUp = () => over.abort();
  const options = { capture: true, signal: over.signal };
  window.addEventListener("pointerdown", giveUp, options);
  window.addEventListener(
    "keydown",
    ({ target }) => {
      if (target !== document.body) over.abort();
    },
    options,
  );
  let left = MOST_FRAMES;
  const look = (): void => {
    if (over.signal.aborted) return;
    const element = find();
    const isThere = element !== null && element !== instead;
    const isLeft = ifLost && document.activeElement !== document.body;
    if (isThere && !isLeft) element.focus();
    left -= 1;
    if (left === 0 || (isThere && (isLeft || document.activeElement === element))) over.abort();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
