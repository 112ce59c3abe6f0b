import { ActionIcon, Tooltip } from "@mantine/core";
import { IconMaximize, IconZoomIn, IconZoomOut } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { shownMs, type TimeAxis } from "./time-axis.ts";
import { showWholeRun, zoomTimeIn, zoomTimeOut } from "./time-window.ts";

/** Looking closer at a part of the run; the wheel with Ctrl does the same at the pointer. */
export function ZoomBar({ axis }: { readonly axis: TimeAxis }) {
  const isWhole = shownMs(axis) >= axis.durationMs;
  return (
    <fieldset className="timeline-zoom" aria-label="Zoom of the timeline">
      <ZoomButton
        label="Zoom out of the timeline"
        keys="−"
        disabled={isWhole}
        onClick={zoomTimeOut}
      >
        <IconZoomOut size={14} />
      </ZoomButton>
      <ZoomButton label="Zoom into the timeline" keys="+" onClick={zoomTimeIn}>
        <IconZoomIn size={14} />
      </ZoomButton>
      <ZoomButton label="Show the whole run" keys="0" disabled={isWhole} onClick={showWholeRun}>
        <IconMaximize size={14} />
      </ZoomButton>
    </fieldset>
  );
}

interface ZoomButtonProps {
  readonly label: string;
  readonly keys: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function ZoomButton({ label, keys, disabled = false, onClick, children }: ZoomButtonProps) {
  return (
    <Tooltip label={`${label} (${keys})`}>
      <ActionIcon
        variant="subtle"
        size={24}
        aria-label={label}
        disabled={disabled}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
