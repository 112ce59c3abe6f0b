import { useEffect, useState } from "react";

const EVERY_PART = Number.POSITIVE_INFINITY;

/**
 * How many of `count` parts to draw: `first` of them at once, then `step` more with every frame, until
 * all have been drawn. From then on parts that an edit brings are drawn with the others: those that
 * stand behind them would be gone for a frame, and with them what was typed there.
 */
export function useStages(count: number, first: number, step = 1): number {
  const [shown, setShown] = useState(first);
  if (shown >= count && shown !== EVERY_PART) setShown(EVERY_PART);
  useEffect(() => {
    if (shown >= count) return;
    const frame = requestAnimationFrame(() => setShown(shown + step));
    return () => cancelAnimationFrame(frame);
  }, [shown, count, step]);
  return Math.min(shown, count);
}
