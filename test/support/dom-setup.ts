// What jsdom lacks and our components ask for; runs before each *.dom.test.tsx file.
import { cleanup } from "@testing-library/react";
import { afterEach, vi } from "vitest";

// Files of one worker share the libraries, but no store: our modules are read anew.
vi.resetModules();

class NoResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

function matchNothing(media: string): MediaQueryList {
  return Object.assign(new EventTarget(), {
    matches: false,
    media,
    onchange: null,
    addListener: () => {},
    removeListener: () => {},
  });
}

window.ResizeObserver = NoResizeObserver;
window.matchMedia = matchNothing;
Element.prototype.scrollIntoView = () => {};

afterEach(cleanup);
