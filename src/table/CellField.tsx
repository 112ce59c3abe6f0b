import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Option } from "./cell-types.ts";
import type { Way } from "./grid-keys.ts";

interface CellFieldProps {
  readonly name: string;
  readonly noteId: string;
  readonly begin: string;
  readonly selects: boolean;
  readonly options: readonly Option[] | undefined;
  readonly onCommit: (draft: string) => string | null;
  readonly onEnd: (element: HTMLElement, way: Way) => void;
}

const WAYS: Readonly<Record<string, Way>> = { Enter: "down", Tab: "next" };

/** The field inside a cell while it is edited. A refused entry stays, with the reason under it. */
export function CellField(props: CellFieldProps) {
  const { name, noteId, begin, selects, options, onCommit, onEnd } = props;
  const [draft, setDraft] = useState(begin);
  const [reason, setReason] = useState<string | null>(null);
  const field = useRef<HTMLInputElement & HTMLSelectElement>(null);
  const over = useRef(false);
  useEffect(() => {
    field.current?.focus();
    if (selects && field.current instanceof HTMLInputElement) field.current.select();
  }, [selects]);
  const end = (way: Way): void => {
    if (over.current || !field.current) return;
    over.current = true;
    onEnd(field.current, way);
  };
  const commit = (way: Way): void => {
    const refusal = onCommit(draft);
    if (refusal === null || way === "leave") end(way);
    else setReason(refusal);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const way = WAYS[event.key];
    if (event.key === "Escape") end("stay");
    else if (way) commit(event.key === "Tab" && event.shiftKey ? "back" : way);
    else return;
    event.preventDefault();
  };
  const shared = {
    ref: field,
    className: "cell-field",
    "aria-label": name,
    "aria-invalid": reason !== null,
    "aria-describedby": noteId,
    value: draft,
    onKeyDown,
    onMouseDown: (event: { stopPropagation: () => void }) => event.stopPropagation(),
    onDoubleClick: (event: { stopPropagation: () => void }) => event.stopPropagation(),
    onBlur: () => {
      if (!over.current) commit("leave");
    },
  };
  return (
    <>
      {options ? (
        <select {...shared} onChange={(event) => setDraft(event.currentTarget.value)}>
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...shared}
          onChange={(event) => {
            setDraft(event.currentTarget.value);
            setReason(null);
          }}
        />
      )}
      <span id={noteId} className="cell-refusal" role="alert">
        {reason}
      </span>
    </>
  );
}
