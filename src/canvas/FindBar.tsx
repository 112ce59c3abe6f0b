// Ctrl F over the drawing: type, walk the findings with the arrows, Enter selects and brings into view.
import "./find-bar.css";
import { ActionIcon, TextInput } from "@mantine/core";
import { useReducedMotion } from "@mantine/hooks";
import { IconSearch, IconX } from "@tabler/icons-react";
import { useReactFlow } from "@xyflow/react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { type Found, findEntities } from "../store/find.ts";
import { useDesign, useView } from "../store/hooks.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { setFinding } from "../store/view-actions.ts";
import { focusOnceDrawn } from "./canvas-focus.ts";
import { boundsOf, placesMeant } from "./found-places.ts";

/** More are named by their number only. */
const MOST_SHOWN = 8;

export function FindBar() {
  const finding = useView((view) => view.finding);
  return finding ? <OpenFindBar /> : null;
}

function OpenFindBar() {
  const document = useDesign();
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const listId = useId();
  const bringIntoView = useBringIntoView();
  const found = findEntities(document, query);
  const shown = found.slice(0, MOST_SHOWN);
  const active = Math.min(at, Math.max(0, shown.length - 1));
  useEffect(() => field.current?.focus(), []);
  const take = (item: Found | undefined): void => {
    if (!item) return;
    selectOnly([item.id]);
    bringIntoView(item.id);
    setFinding(false);
    const [place] = placesMeant(document, item.id);
    if (place !== undefined) focusOnceDrawn(place);
  };
  const walk = (step: number): void => {
    if (shown.length === 0) return;
    const next = (active + step + shown.length) % shown.length;
    setAt(next);
    bringIntoView(shown[next]?.id ?? "");
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown") walk(1);
    else if (event.key === "ArrowUp") walk(-1);
    else if (event.key === "Enter") take(shown[active]);
    else if (event.key === "Escape") setFinding(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search className="find-bar" data-over-canvas>
      <TextInput
        ref={field}
        size="xs"
        role="combobox"
        aria-label="Find in the drawing"
        aria-expanded={shown.length > 0}
        aria-controls={listId}
        aria-activedescendant={shown.length > 0 ? `${listId}-${active}` : undefined}
        placeholder="Find a node, an edge or a fault"
        leftSection={<IconSearch size={14} />}
        rightSection={
          <ActionIcon
            variant="subtle"
            size={24}
            aria-label="Close the search"
            onClick={() => setFinding(false)}
          >
            <IconX size={12} />
          </ActionIcon>
        }
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <Findings {...{ listId, shown, active, query }} total={found.length} onTake={take} />
    </search>
  );
}

interface FindingsProps {
  readonly listId: string;
  readonly shown: readonly Found[];
  readonly active: number;
  readonly query: string;
  readonly total: number;
  readonly onTake: (found: Found) => void;
}

function Findings({ listId, shown, active, query, total, onTake }: FindingsProps) {
  const more = total - shown.length;
  const says = total === 0 ? "Nothing is called that." : more > 0 ? `and ${more} more` : "";
  return (
    <>
      {shown.length > 0 ? (
        <div className="find-list" role="listbox" id={listId} aria-label="Found">
          {shown.map((item, index) => (
            <div
              key={item.id}
              id={`${listId}-${index}`}
              role="option"
              // The keyboard stays in the field, as in every combobox.
              tabIndex={-1}
              aria-selected={index === active}
              onMouseDown={(event) => {
                event.preventDefault();
                onTake(item);
              }}
            >
              <span>{item.name}</span>
              <small>{item.what}</small>
            </div>
          ))}
        </div>
      ) : null}
      {query.trim() === "" ? null : (
        <p className="find-note" role="status" data-quiet={says === "" || undefined}>
          {says === "" ? `${total} found` : says}
        </p>
      )}
    </>
  );
}

const CAMERA_MS = 360;
const LEAST_ZOOM = 0.65;

/** Centers what an id of the selection stands for, near enough to be read. */
function useBringIntoView(): (id: string) => void {
  const { setCenter, getZoom } = useReactFlow();
  const reduced = useReducedMotion();
  const document = useDesign();
  return (id) => {
    const bounds = boundsOf(document, placesMeant(document, id));
    if (!bounds) return;
    const zoom = Math.max(LEAST_ZOOM, getZoom());
    const duration = reduced ? 0 : CAMERA_MS;
    void setCenter(bounds.x + bounds.width / 2, bounds.y + bounds.height / 2, { zoom, duration });
  };
}
