// A bar over two or more selected things: align, distribute, group, duplicate, delete.
import "./arrange.css";
import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import {
  IconBoxMultiple,
  IconCopy,
  IconLayoutAlignBottom,
  IconLayoutAlignCenter,
  IconLayoutAlignLeft,
  IconLayoutAlignMiddle,
  IconLayoutAlignRight,
  IconLayoutAlignTop,
  IconLayoutDistributeHorizontal,
  IconLayoutDistributeVertical,
  IconTrash,
} from "@tabler/icons-react";
import { useStore } from "@xyflow/react";
import { type ComponentType, useMemo } from "react";
import { duplicateSelected } from "../../store/clipboard-actions.ts";
import { remove } from "../../store/document-actions.ts";
import { GROUP_KINDS } from "../../store/group-kinds.ts";
import { useDesign, useSelection } from "../../store/hooks.ts";
import { studio } from "../../store/studio-store.ts";
import { GroupIcon } from "../../ui/GroupIcon.tsx";
import { useCanvasMode } from "../canvas-mode.ts";
import { drawingOf } from "../flow-elements.ts";
import type { Rect } from "../geometry.ts";
import { unionOf } from "../groups/group-places.ts";
import { obstaclesIn } from "../use-stay-fitted.ts";
import {
  alignSelected,
  distributeSelected,
  groupAndName,
  selectedRects,
} from "./arrange-actions.ts";
import { barPlace } from "./bar-place.ts";

interface BarAction {
  readonly label: string;
  readonly icon: ComponentType<{ readonly size: number }>;
  /** Selected things that it needs. */
  readonly least: number;
  readonly run: () => void;
}

const ALIGNMENTS: readonly BarAction[] = [
  { label: "Align left", icon: IconLayoutAlignLeft, least: 2, run: () => alignSelected("left") },
  {
    label: "Align centers",
    icon: IconLayoutAlignCenter,
    least: 2,
    run: () => alignSelected("center"),
  },
  { label: "Align right", icon: IconLayoutAlignRight, least: 2, run: () => alignSelected("right") },
  { label: "Align top", icon: IconLayoutAlignTop, least: 2, run: () => alignSelected("top") },
  {
    label: "Align middles",
    icon: IconLayoutAlignMiddle,
    least: 2,
    run: () => alignSelected("middle"),
  },
  {
    label: "Align bottom",
    icon: IconLayoutAlignBottom,
    least: 2,
    run: () => alignSelected("bottom"),
  },
  {
    label: "Distribute horizontally",
    icon: IconLayoutDistributeHorizontal,
    least: 3,
    run: () => distributeSelected("x"),
  },
  {
    label: "Distribute vertically",
    icon: IconLayoutDistributeVertical,
    least: 3,
    run: () => distributeSelected("y"),
  },
];

/** Buttons, separators and padding, px. */
const BAR = { width: 372, height: 36 };

/** What floats over the canvas, px of it. */
function floatingOver(): readonly Rect[] {
  const region = document.querySelector<HTMLElement>(".canvas");
  return region ? obstaclesIn(region) : [];
}

export function SelectionBar() {
  // Where it could stand is worked out only where it will.
  return useSelection().length < 2 ? null : <Bar />;
}

function Bar() {
  const scenario = useDesign();
  const selection = useSelection();
  const isDragging = useCanvasMode((mode) => Object.keys(mode.dragged).length > 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read from the store, worked out anew when they change
  const rects = useMemo(selectedRects, [scenario, selection]);
  const drawing = useMemo(() => drawingOf(scenario, {}), [scenario]);
  const [x, y, zoom] = useStore((state) => state.transform);
  const [width, height] = [useStore((state) => state.width), useStore((state) => state.height)];
  // biome-ignore lint/correctness/useExhaustiveDependencies: what floats moves with the room
  const floating = useMemo(floatingOver, [selection, width, height]);
  const all = unionOf([...rects.values()]);
  if (rects.size < 2 || isDragging || !all) return null;
  const seen = (rect: Rect): Rect => ({
    x: rect.x * zoom + x,
    y: rect.y * zoom + y,
    width: rect.width * zoom,
    height: rect.height * zoom,
  });
  const cards = [...drawing.nodes, ...drawing.groupCards].map(({ id }) => drawing.rects.get(id));
  const taken = [...cards.filter((rect) => rect !== undefined).map(seen), ...floating];
  const { x: left, y: top } = barPlace(BAR, seen(all), { width, height }, taken);
  return (
    <div
      className="selection-bar"
      role="toolbar"
      aria-label={`Actions on ${rects.size} selected`}
      style={{ left, top, width: BAR.width }}
    >
      {ALIGNMENTS.map((action) => (
        <BarButton key={action.label} action={action} count={rects.size} />
      ))}
      <span className="selection-bar-line" />
      <GroupMenu />
      <BarButton
        action={{ label: "Duplicate", icon: IconCopy, least: 1, run: duplicateSelected }}
        count={rects.size}
      />
      <BarButton
        action={{
          label: "Delete the selected",
          icon: IconTrash,
          least: 1,
          run: () => remove(studio.getState().selection.ids),
        }}
        count={rects.size}
      />
    </div>
  );
}

interface BarButtonProps {
  readonly action: BarAction;
  readonly count: number;
}

function BarButton({ action, count }: BarButtonProps) {
  const { label, icon: Icon, least, run } = action;
  const isOff = count < least;
  return (
    <Tooltip label={isOff ? `${label}: select ${least} or more` : label}>
      <ActionIcon
        variant="subtle"
        size={28}
        aria-label={label}
        data-off={isOff ? "" : null}
        aria-disabled={isOff}
        onClick={() => {
          if (!isOff) run();
        }}
      >
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

function GroupMenu() {
  return (
    <Menu position="bottom">
      <Menu.Target>
        <Tooltip label="Group">
          <ActionIcon variant="subtle" size={28} aria-label="Group the selected">
            <IconBoxMultiple size={16} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {GROUP_KINDS.map(({ kind, label }) => (
          <Menu.Item
            key={kind}
            leftSection={<GroupIcon kind={kind} />}
            onClick={() => groupAndName(kind)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
