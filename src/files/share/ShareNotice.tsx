import { ActionIcon, Button } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconX } from "@tabler/icons-react";
import { dismissNotice, useNotice } from "./notice.ts";

export function ShareNotice() {
  const notice = useNotice((state) => state.notice);
  if (!notice) return null;
  const Icon = notice.isBad ? IconAlertTriangle : IconCheck;
  return (
    <div className="canvas-message" role={notice.isBad ? "alert" : "status"}>
      <Icon size={16} aria-hidden="true" />
      <span>{notice.text}</span>
      {notice.actions.map(({ label, run }) => (
        <Button
          key={label}
          variant="default"
          size="compact-sm"
          onClick={() => {
            dismissNotice();
            run();
          }}
        >
          {label}
        </Button>
      ))}
      <ActionIcon variant="subtle" size={24} aria-label="Dismiss" onClick={dismissNotice}>
        <IconX size={12} />
      </ActionIcon>
    </div>
  );
}
