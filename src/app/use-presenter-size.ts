import { useLayoutEffect } from "react";

/** Menus and dialogs lie outside of the studio, so the size is a mark of the whole page. */
export function usePresenterSize(presenter: boolean): void {
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    if (presenter) dataset.size = "presenter";
    else delete dataset.size;
  }, [presenter]);
}
