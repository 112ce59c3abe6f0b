// A group as a region behind its members. Only its label takes the pointer: by it the group is
// selected, dragged, renamed, collapsed.
import "./groups.css";
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { renameGroup } from "../../store/group-actions.ts";
import { useIsSelected, useView } from "../../store/hooks.ts";
import { GroupIcon } from "../../ui/GroupIcon.tsx";
import { useCanvasMode } from "../canvas-mode.ts";
import { NameField } from "../NameField.tsx";
import { CanvasNote } from "../notes/CanvasNote.tsx";
import { HANDLE_CLASS, type RegionNode } from "./group-elements.ts";
import { groupSentence, kindWords } from "./group-words.ts";
import { turnOver, useGroupKeys } from "./use-group-keys.ts";

export const RegionBox = memo(function RegionBox({ id, data }: NodeProps<RegionNode>) {
  const selected = useIsSelected(id);
  const renaming = useCanvasMode((mode) => mode.renaming === id);
  const willTake = useCanvasMode((mode) => mode.joining.includes(data.group));
  const readOnly = useView((view) => view.readOnly);
  const keys = useGroupKeys(data);
  return (
    <div
      className="group-region"
      data-kind={data.kind}
      data-selected={selected || undefined}
      data-joining={willTake || undefined}
    >
      <div className="group-label">
        {/* biome-ignore lint/a11y/useSemanticElements: a button cannot be dragged in every browser */}
        <div
          className={`group-name ${HANDLE_CLASS}`}
          data-canvas-id={id}
          role="button"
          tabIndex={0}
          aria-label={groupSentence(data, null)}
          aria-pressed={selected}
          {...keys}
        >
          <GroupIcon kind={data.kind} size={14} />
          <strong>{data.name}</strong>
          <small>{kindWords(data)}</small>
        </div>
        <CanvasNote id={id} name={data.name} />
        {!readOnly && data.members.length > 0 && (
          <Tooltip label="Collapse into one card">
            <ActionIcon
              className="group-fold nodrag"
              variant="subtle"
              size={24}
              aria-label={`Collapse ${data.name}`}
              aria-expanded
              onClick={() => turnOver(data.group)}
            >
              <IconChevronDown size={14} />
            </ActionIcon>
          </Tooltip>
        )}
        {renaming && (
          <NameField
            id={id}
            name={data.name}
            className="group-name-field"
            onName={(name) => renameGroup(data.group, name)}
          />
        )}
      </div>
    </div>
  );
});
