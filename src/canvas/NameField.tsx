import { useEffect, useRef } from "react";
import { rename } from "../store/document-actions.ts";
import { focusOnCanvas } from "./canvas-focus.ts";
import { patchCanvasMode } from "./canvas-mode.ts";

interface NameFieldProps {
  readonly id: string;
  readonly name: string;
}

/** Field over the name of a node while it is being renamed: Enter keeps, Escape drops. */
export function NameField({ id, name }: NameFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const dropped = useRef(false);
  useEffect(() => field.current?.select(), []);
  const close = (): void => {
    if (!dropped.current && field.current) rename(id, field.current.value);
    patchCanvasMode({ renaming: null });
  };
  return (
    <input
      ref={field}
      className="node-name-field nodrag nopan"
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
