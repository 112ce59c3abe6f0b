// The palette's shelf of groups: a click groups what is selected, or else adds an empty group; a drag
// puts an empty one where it is dropped.
import { Tooltip } from "@mantine/core";
import { useReactFlow } from "@xyflow/react";
import { addEmptyGroup, groupableSelection } from "../../store/group-actions.ts";
import { GROUP_KINDS, type GroupKindWords } from "../../store/group-kinds.ts";
import { groupKey } from "../../store/group-membership.ts";
import { GroupIcon } from "../../ui/GroupIcon.tsx";
import { groupAndName } from "../arrange/arrange-actions.ts";
import { focusOnceDrawn } from "../canvas-focus.ts";
import { freeSpotNear } from "../free-place.ts";
import { GROUP_DRAG_TYPE } from "./use-group-drop.ts";

const SIZE = { width: 220, height: 120 };

function isMeant({ label, kind, help }: GroupKindWords, query: string): boolean {
  const text = `${label} ${kind} group ${help}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

interface GroupShelfProps {
  readonly isOpen: boolean;
  readonly query: string;
}

export function groupsMeant(query: string): readonly GroupKindWords[] {
  return GROUP_KINDS.filter((words) => isMeant(words, query.trim()));
}

export function GroupShelf({ isOpen, query }: GroupShelfProps) {
  const { screenToFlowPosition } = useReactFlow();
  const kinds = groupsMeant(query);
  if (kinds.length === 0) return null;
  const add = ({ kind }: GroupKindWords): void => {
    if (groupableSelection().length > 0) {
      groupAndName(kind);
      return;
    }
    const region = document.querySelector(".canvas")?.getBoundingClientRect() ?? new DOMRect();
    const middle = screenToFlowPosition({
      x: region.left + region.width / 2,
      y: region.top + region.height / 2,
    });
    const id = addEmptyGroup(kind, freeSpotNear(middle, SIZE));
    if (id !== null) focusOnceDrawn(groupKey(id));
  };
  return (
    <section aria-label="Groups">
      {isOpen && <h2 className="palette-family">Groups</h2>}
      <div className="palette-kinds">
        {kinds.map((words) => (
          <Tooltip
            key={words.kind}
            label={isOpen ? words.help : `${words.label}: ${words.help}`}
            position="right"
            multiline
            maw={280}
          >
            <button
              type="button"
              className="palette-kind"
              aria-label={`Group as ${words.label}`}
              draggable
              onDragStart={(event) => {
                event.dataTransfer.setData(GROUP_DRAG_TYPE, words.kind);
                event.dataTransfer.effectAllowed = "copy";
              }}
              onClick={() => add(words)}
            >
              <GroupIcon kind={words.kind} size={18} />
              {isOpen && <span>{words.label}</span>}
            </button>
          </Tooltip>
        ))}
      </div>
    </section>
  );
}
