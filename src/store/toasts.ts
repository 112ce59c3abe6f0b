// Short messages about what has just happened out of sight, with the way to take it back.
import { create } from "zustand";

export interface Toast {
  readonly id: number;
  readonly message: string;
  /** What its button does; without one it can only be dismissed. */
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

/** More would hide the page. */
const MOST = 3;

let told = 0;

export const useToasts = create<{ readonly toasts: readonly Toast[] }>()(() => ({ toasts: [] }));

/** Shows a message for some seconds; gives its number. */
export function tell(message: string, action: Toast["action"] = null): number {
  told += 1;
  const toast: Toast = { id: told, message, action };
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, toast].slice(-MOST) }));
  return toast.id;
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
