import { ActionIcon, Tooltip } from "@mantine/core";
import type { ReactNode } from "react";

interface BarButtonProps {
  readonly label: string;
  readonly keys?: string;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** An icon of the top bar with its name and shortcut as a tooltip. */
export function BarButton({ label, keys, disabled, pressed, onClick, children }: BarButtonProps) {
  return (
    <Tooltip label={keys ? `${label} (${keys})` : label}>
      <ActionIcon
        variant="subtle"
        size={28}
        aria-label={label}
        aria-pressed={pressed}
        disabled={disabled ?? false}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
