import { useEffect, useState } from "react";

/** How many of `count` parts to draw: `first` of them at once, then `step` more with every frame. */
export function useStages(count: number, first: number, step = 1): number {
  const [shown, setShown] = useState(first);
  useEffect(() => {
    if (shown >= count) return;
    const frame = requestAnimationFrame(() => setShown(shown + step));
    return () => cancelAnimationFrame(frame);
  }, [shown, count, step]);
  return Math.min(shown, count);
}
