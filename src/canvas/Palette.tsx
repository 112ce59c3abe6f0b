// The shelf of kinds: drag one onto the canvas, click it, or press / and type. Closed, it shows the
// icons only.
import "./palette.css";
import { ActionIcon, TextInput, Tooltip } from "@mantine/core";
import {
  IconBolt,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconSearch,
} from "@tabler/icons-react";
import { useReactFlow } from "@xyflow/react";
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import type { KindDefinition } from "../../simulation/kinds/define.ts";
import { addNode } from "../store/document-actions.ts";
import { armFault } from "../store/fault-actions.ts";
import { useView } from "../store/hooks.ts";
import { usePreferences } from "../store/preferences.ts";
import { setPanelOpen } from "../store/view-actions.ts";
import { focusOnceThere } from "../ui/focus-once-there.ts";
import { KindIcon } from "../ui/KindIcon.tsx";
import { outlinePath } from "../ui/outline-path.ts";
import { Segments } from "../ui/Segments.tsx";
import { focusOnceDrawn } from "./canvas-focus.ts";
import { FaultShelf, faultsMeant } from "./FaultShelf.tsx";
import { freePlaceNear } from "./free-place.ts";
import { GroupShelf, groupsMeant } from "./groups/GroupShelf.tsx";
import { nodeSize } from "./node-size.ts";
import { type Shelf, shelvesFor } from "./palette-shelves.ts";
import { KIND_DRAG_TYPE } from "./use-kind-drop.ts";
import { useFitDrawing } from "./use-stay-fitted.ts";

export function Palette() {
  const isOpen = useView((view) => view.panels.palette);
  const [query, setQuery] = useState("");
  const [shelf, setShelf] = useState<ShelfName>("nodes");
  const search = useRef<HTMLInputElement>(null);
  const shelves = shelvesFor(isOpen ? query : "");
  const add = useAddKind();
  useSlashKey(search);
  const addFirst = (event: KeyboardEvent): void => {
    const first = shelves[0]?.kinds[0];
    if (event.key === "Escape") {
      setQuery("");
      search.current?.blur();
    }
    if (event.key !== "Enter") return;
    const [fault] = faultsMeant(query);
    if (shelf === "faults" && fault) armFault(fault.id);
    if (shelf === "nodes" && first) add(first);
    setQuery("");
  };
  return (
    <aside className="palette" aria-label="Palette" data-open={isOpen || undefined}>
      <div className="palette-head">
        {isOpen && (
          <TextInput
            ref={search}
            className="palette-search"
            size="xs"
            placeholder={shelf === "nodes" ? "Add a node" : "Find a fault"}
            aria-label="Search the palette"
            leftSection={<IconSearch size={14} />}
            rightSection={<kbd className="key">/</kbd>}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
            onKeyDown={addFirst}
          />
        )}
        <CollapseButton isOpen={isOpen} />
      </div>
      <ShelfTabs isOpen={isOpen} shelf={shelf} onChange={setShelf} />
      <div className="palette-scroll" key={shelf}>
        {shelf === "faults" ? <FaultShelf isOpen={isOpen} query={isOpen ? query : ""} /> : null}
        {shelf === "nodes"
          ? shelves.map((each) => (
              <PaletteShelf key={each.family} shelf={each} isOpen={isOpen} onAdd={add} />
            ))
          : null}
        {shelf === "nodes" ? <GroupShelf isOpen={isOpen} query={isOpen ? query : ""} /> : null}
        {shelf === "nodes" && shelves.length === 0 && groupsMeant(query).length === 0 && (
          <p className="palette-none">No kind is called that.</p>
        )}
      </div>
    </aside>
  );
}

type ShelfName = "nodes" | "faults";

interface ShelfTabsProps {
  readonly isOpen: boolean;
  readonly shelf: ShelfName;
  readonly onChange: (shelf: ShelfName) => void;
}

/** Nodes to draw, or faults to break them with. Folded it is one button that changes over. */
function ShelfTabs({ isOpen, shelf, onChange }: ShelfTabsProps) {
  const change = (next: ShelfName): void => {
    armFault(null);
    onChange(next);
  };
  if (isOpen) {
    return (
      <Segments
        className="palette-tabs"
        label="What the palette shows"
        data={[
          { value: "nodes", label: "Nodes" },
          { value: "faults", label: "Faults" },
        ]}
        value={shelf}
        onChange={(value) => change(value as ShelfName)}
      />
    );
  }
  const isFaults = shelf === "faults";
  const label = isFaults ? "Show the nodes" : "Show the faults";
  return (
    <Tooltip label={label} position="right">
      <ActionIcon
        className="palette-tabs"
        variant={isFaults ? "light" : "subtle"}
        size={28}
        aria-label={label}
        aria-pressed={isFaults}
        onClick={() => change(isFaults ? "nodes" : "faults")}
      >
        <IconBolt size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

function CollapseButton({ isOpen }: { readonly isOpen: boolean }) {
  const label = isOpen ? "Collapse the palette" : "Expand the palette";
  return (
    <Tooltip label={label} position="right">
      <ActionIcon
        variant="subtle"
        size={28}
        aria-label={label}
        aria-expanded={isOpen}
        onClick={() => setPanelOpen("palette", !isOpen)}
      >
        {isOpen ? (
          <IconLayoutSidebarLeftCollapse size={16} />
        ) : (
          <IconLayoutSidebarLeftExpand size={16} />
        )}
      </ActionIcon>
    </Tooltip>
  );
}

/** `/` opens the palette and puts the cursor into its search, unless one is typing elsewhere. */
function useSlashKey(search: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      const isTyping = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
      if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey) return;
      if (!usePreferences.getState().singleKeys) return;
      event.preventDefault();
      setPanelOpen("palette", true);
      focusOnceThere({ find: () => search.current });
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [search]);
}

/** Adds a node where it is looked for, shows it if it lies out of sight, and focuses it. */
export function useAddKind(): (kind: KindDefinition) => void {
  const { screenToFlowPosition, flowToScreenPosition } = useReactFlow();
  const fitDrawing = useFitDrawing();
  return (kind) => {
    const canvas = document.querySelector<HTMLElement>(".canvas");
    const region = canvas?.getBoundingClientRect() ?? new DOMRect();
    const middle = screenToFlowPosition({
      x: region.left + region.width / 2,
      y: region.top + region.height / 2,
    });
    const place = freePlaceNear(middle, kind);
    const id = addNode(kind.id, place);
    const { width, height } = nodeSize(kind.family, kind.id);
    const corner = flowToScreenPosition({ x: place.x + width, y: place.y + height });
    const isHidden = corner.x > region.right || corner.y > region.bottom;
    if (isHidden) requestAnimationFrame(() => fitDrawing(canvas));
    focusOnceDrawn(id);
  };
}

interface PaletteShelfProps {
  readonly shelf: Shelf;
  readonly isOpen: boolean;
  readonly onAdd: (kind: KindDefinition) => void;
}

function PaletteShelf({ shelf, isOpen, onAdd }: PaletteShelfProps) {
  return (
    <section aria-label={shelf.label}>
      {isOpen && (
        <h2 className="palette-family">
          <svg width={14} height={10} viewBox="-1 -1 18 12" aria-hidden="true">
            <path d={outlinePath(shelf.family, 16, 10)} />
          </svg>
          {shelf.label}
        </h2>
      )}
      <div className="palette-kinds">
        {shelf.kinds.map((kind) => (
          <KindButton key={kind.id} kind={kind} isOpen={isOpen} onAdd={onAdd} />
        ))}
      </div>
    </section>
  );
}

interface KindButtonProps {
  readonly kind: KindDefinition;
  readonly isOpen: boolean;
  readonly onAdd: (kind: KindDefinition) => void;
}

function KindButton({ kind, isOpen, onAdd }: KindButtonProps) {
  return (
    <Tooltip label={isOpen ? kind.summary : `${kind.label}: ${kind.summary}`} position="right">
      <button
        type="button"
        className="palette-kind"
        aria-label={`Add ${kind.label}`}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.setData(KIND_DRAG_TYPE, kind.id);
          event.dataTransfer.effectAllowed = "copy";
        }}
        onClick={() => onAdd(kind)}
      >
        <KindIcon icon={kind.icon} size={18} />
        {isOpen && <span>{kind.label}</span>}
      </button>
    </Tooltip>
  );
}
