// Sentences in a height of their own. Where not all find room, it is said that more follow.
import { IconChevronDown } from "@tabler/icons-react";
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";

/** Of a line so much may be out of sight without being missed, px. */
const SLACK_PX = 4;

export function ScrolledStory({ children }: { readonly children: ReactNode }) {
  const list = useRef<HTMLDivElement>(null);
  const goesOn = useGoesOn(list);
  const showRest = (): void => {
    const first = list.current && linesBelow(list.current)[0];
    first?.scrollIntoView({ block: "start" });
  };
  return (
    <div className="results-story-frame">
      <div className="results-story" data-more={goesOn || undefined} ref={list}>
        {children}
      </div>
      {goesOn && (
        <button type="button" className="results-story-more" onClick={showRest}>
          <IconChevronDown size={12} aria-hidden="true" />
          The story goes on
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

function useGoesOn(list: RefObject<HTMLElement | null>): boolean {
  const [goesOn, setGoesOn] = useState(false);
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const look = (): void => setGoesOn(linesBelow(element).length > 0);
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
  return goesOn;
}
