import "./toasts.css";
import { ActionIcon, Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { dismissToast, type Toast, useToasts } from "../store/toasts.ts";

/** Long enough to read and to reach the button; what it says can be undone later too. */
const SHOWN_MS = 8000;

export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div className="toasts" role="status" aria-label="Notices">
      {toasts.map((toast) => (
        <ToastBar key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastBar({ toast: { id, message, action } }: { readonly toast: Toast }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => dismissToast(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, held]);
  return (
    // Held while the pointer or the keyboard is on it.
    <fieldset
      className="toast"
      aria-label="Notice"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{message}</span>
      {action && (
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => {
            dismissToast(id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <ActionIcon
        variant="subtle"
        size={24}
        aria-label="Dismiss the notice"
        onClick={() => dismissToast(id)}
      >
        <IconX size={12} />
      </ActionIcon>
    </fieldset>
  );
}
