// Drawing an edge with the pointer: from a port to a node that takes it, or to the empty canvas,
// which offers the kinds that fit there.
import { type FinalConnectionState, type OnConnectStartParams, useReactFlow } from "@xyflow/react";
import { useCallback } from "react";
import { connect } from "../store/document-actions.ts";
import { endConnecting, patchCanvasMode, useCanvasMode } from "./canvas-mode.ts";
import { openFitMenu } from "./fit-menu-state.ts";
import { refusalsFor } from "./refusals.ts";

function begin(_event: unknown, { nodeId, handleType }: OnConnectStartParams): void {
  if (nodeId === null) return;
  const reversed = handleType === "target";
  const refusals = refusalsFor(nodeId, reversed);
  patchCanvasMode({
    connecting: { from: nodeId, reversed, refusals, candidate: null },
    notice: "",
  });
}

/** The node the pointer was let go over, whether or not it can take the edge. */
function droppedOn(state: FinalConnectionState): string | null {
  return useCanvasMode.getState().over ?? state.toNode?.id ?? null;
}

function pointOf(event: MouseEvent | TouchEvent): { x: number; y: number } {
  const at = "changedTouches" in event ? event.changedTouches[0] : event;
  return { x: at?.clientX ?? 0, y: at?.clientY ?? 0 };
}

export function useConnecting() {
  const { screenToFlowPosition } = useReactFlow();
  const end = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState): void => {
      const { connecting } = useCanvasMode.getState();
      const target = droppedOn(state);
      endConnecting();
      if (!connecting) return;
      const { from, reversed } = connecting;
      if (target !== null && target !== from) {
        const reason = reversed ? connect(target, from) : connect(from, target);
        patchCanvasMode({ notice: reason ?? "Connected." });
      } else if (target === null) {
        const screen = pointOf(event);
        openFitMenu({ from, reversed, screen, at: screenToFlowPosition(screen) });
      }
    },
    [screenToFlowPosition],
  );
  return { onConnectStart: begin, onConnectEnd: end };
}
