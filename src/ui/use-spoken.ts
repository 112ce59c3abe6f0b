import { useEffect, useRef, useState } from "react";

/** A voice that reads numbers needs time between them. */
const SAY_EVERY_MS = 15_000;

/** The text, taken over at once while nothing moves and every so often while the run goes on. */
export function useSpoken(text: string, isMoving: boolean): string {
  const [said, setSaid] = useState("");
  const latest = useRef(text);
  useEffect(() => {
    latest.current = text;
    if (!isMoving) setSaid(text);
  }, [text, isMoving]);
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => setSaid(latest.current), SAY_EVERY_MS);
    return () => clearInterval(timer);
  }, [isMoving]);
  return said;
}
