import { useEffect, useRef } from "react";
import { rename } from "../store/document-actions.ts";
import { focusOnCanvas } from "./canvas-focus.ts";
import { patchCanvasMode } from "./canvas-mode.ts";

interface NameFieldProps {
  readonly id: string;
  readonly name: string;
  readonly className?: string;
  /** Takes the new name; that of a node unless said otherwise. */
  readonly onName?: (name: string) => void;
}

/** Field over a name on the canvas while it is being changed: Enter keeps, Escape drops. */
export function NameField({ id, name, className = "", onName }: NameFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const dropped = useRef(false);
  useEffect(() => field.current?.select(), []);
  const close = (): void => {
    const keep = onName ?? ((text: string) => rename(id, text));
    if (!dropped.current && field.current) keep(field.current.value);
    patchCanvasMode({ renaming: null });
  };
  return (
    <input
      ref={field}
      className={`node-name-field ${className} nodrag nopan`}
      aria-label={`Name of ${name}`}
      defaultValue={name}
      maxLength={80}
      onBlur={close}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== "Enter" && event.key !== "Escape") return;
        dropped.current = event.key === "Escape";
        close();
        focusOnCanvas(id);
      }}
    />
  );
}
