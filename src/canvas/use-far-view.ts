import { useStoreApi } from "@xyflow/react";
import { type RefObject, useEffect } from "react";
import { enlargementAt } from "./far-view.ts";

/**
 * Tells the style of the canvas from how far away it is seen. Written past React: cards are not drawn
 * anew with every step of a zoom, only their words are laid out.
 */
export function useFarView(region: RefObject<HTMLElement | null>): void {
  const store = useStoreApi();
  useEffect(() => {
    let shown = 1;
    const show = (): void => {
      const wanted = enlargementAt(store.getState().transform[2]);
      if (wanted === shown || !region.current) return;
      shown = wanted;
      region.current.style.setProperty("--far", String(wanted));
      region.current.toggleAttribute("data-far", wanted > 1);
    };
    show();
    return store.subscribe(show);
  }, [store, region]);
}
