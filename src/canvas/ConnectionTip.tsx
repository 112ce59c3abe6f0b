import { useEffect, useRef, useState } from "react";
import { useCanvasMode } from "./canvas-mode.ts";

/** Why the node under the pointer cannot be connected, at the pointer, while connecting. */
export function ConnectionTip() {
  const isConnecting = useCanvasMode((mode) => mode.connecting !== null);
  const reason = useCanvasMode(({ connecting, over }) =>
    connecting && over && over !== connecting.from ? (connecting.refusals[over] ?? null) : null,
  );
  const at = usePointer(isConnecting);
  if (reason === null || !at) return null;
  return (
    <p className="connection-tip" role="status" style={{ left: at.x + 14, top: at.y + 14 }}>
      {reason}
    </p>
  );
}

/** Where the pointer is, px of the window; followed only while asked for. */
function usePointer(active: boolean): { x: number; y: number } | null {
  const [at, setAt] = useState<{ x: number; y: number } | null>(null);
  const frame = useRef(0);
  useEffect(() => {
    if (!active) return;
    const follow = (event: PointerEvent): void => {
      cancelAnimationFrame(frame.current);
      frame.current = requestAnimationFrame(() => setAt({ x: event.clientX, y: event.clientY }));
    };
    window.addEventListener("pointermove", follow);
    return () => {
      window.removeEventListener("pointermove", follow);
      cancelAnimationFrame(frame.current);
      setAt(null);
    };
  }, [active]);
  return at;
}
