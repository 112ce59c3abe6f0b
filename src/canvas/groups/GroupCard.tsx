// A collapsed group: one card with the worst state of its members, how many they are, and the load
// that enters it.
import "./groups.css";
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { renameGroup } from "../../store/group-actions.ts";
import { useGroupLive } from "../../store/group-live.ts";
import { useIsSelected, useView } from "../../store/hooks.ts";
import { GroupIcon } from "../../ui/GroupIcon.tsx";
import { StateGlyph } from "../../ui/StateGlyph.tsx";
import { STATE_RING, stateColor } from "../../ui/state-names.ts";
import { useCanvasMode } from "../canvas-mode.ts";
import { NameField } from "../NameField.tsx";
import { CanvasNote } from "../notes/CanvasNote.tsx";
import type { GroupCardNode } from "./group-elements.ts";
import { countOf, groupRate, groupSentence } from "./group-words.ts";
import { turnOver, useGroupKeys } from "./use-group-keys.ts";

export const GroupCard = memo(function GroupCard({ id, data }: NodeProps<GroupCardNode>) {
  const live = useGroupLive(data.members);
  const selected = useIsSelected(id);
  const renaming = useCanvasMode((mode) => mode.renaming === id);
  const willTake = useCanvasMode((mode) => mode.joining.includes(data.group));
  const readOnly = useView((view) => view.readOnly);
  const keys = useGroupKeys(data);
  const state = live?.state ?? null;
  const ring = state === null ? null : { color: stateColor(state), width: STATE_RING[state].width };
  const style = ring === null ? {} : { borderColor: ring.color, borderWidth: ring.width };
  return (
    <div
      className="group-card"
      data-selected={selected || undefined}
      data-joining={willTake || undefined}
    >
      <Handle type="target" position={Position.Left} className="group-port" isConnectable={false} />
      {/* biome-ignore lint/a11y/useSemanticElements: a button cannot be dragged in every browser */}
      <div
        className="group-card-face"
        style={style}
        data-canvas-id={id}
        role="button"
        tabIndex={0}
        aria-label={groupSentence(data, live)}
        aria-pressed={selected}
        {...keys}
      >
        <p>
          <GroupIcon kind={data.kind} size={16} />
          <strong>{data.name}</strong>
          {state !== null && (
            <StateGlyph state={state} size={14} surface="var(--surface-card)" decorative />
          )}
        </p>
        <p>
          <span>{countOf(data.members.length)}</span>
          <span>{groupRate(live)}</span>
        </p>
      </div>
      {!readOnly && (
        <Tooltip label="Expand">
          <ActionIcon
            className="group-unfold nodrag"
            variant="subtle"
            size={24}
            aria-label={`Expand ${data.name}`}
            aria-expanded={false}
            onClick={() => turnOver(data.group)}
          >
            <IconChevronRight size={14} />
          </ActionIcon>
        </Tooltip>
      )}
      <CanvasNote id={id} name={data.name} />
      {renaming && (
        <NameField id={id} name={data.name} onName={(name) => renameGroup(data.group, name)} />
      )}
      <Handle
        type="source"
        position={Position.Right}
        className="group-port"
        isConnectable={false}
      />
    </div>
  );
});
