// Sentences in a height of their own. Where not all find room, it is said how many follow.
import { IconChevronDown } from "@tabler/icons-react";
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";

/** Of a line so much may be out of sight without being missed, px. */
const SLACK_PX = 4;

export function ScrolledStory({ children }: { readonly children: ReactNode }) {
  const list = useRef<HTMLDivElement>(null);
  const below = useBelow(list);
  const goOn = (): void => {
    const first = list.current && linesBelow(list.current)[0];
    first?.scrollIntoView({ block: "start" });
  };
  return (
    <div className="results-story-frame">
      <div className="results-story" data-more={below > 0 || undefined} ref={list}>
        {children}
      </div>
      {below > 0 && (
        <button type="button" className="results-story-more" onClick={goOn}>
          <IconChevronDown size={12} aria-hidden="true" />
          {below} more {below === 1 ? "line" : "lines"} of the story
        </button>
      )}
    </div>
  );
}

/** Lines that are not seen to their end. */
function linesBelow(list: HTMLElement): readonly Element[] {
  const { bottom } = list.getBoundingClientRect();
  return [...list.children].filter(
    (line) => line.getBoundingClientRect().bottom > bottom + SLACK_PX,
  );
}

function useBelow(list: RefObject<HTMLElement | null>): number {
  const [below, setBelow] = useState(0);
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const look = (): void => setBelow(linesBelow(element).length);
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    const lines = new MutationObserver(look);
    lines.observe(element, { childList: true, subtree: true, characterData: true });
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      sizes.disconnect();
      lines.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [list]);
  return below;
}
