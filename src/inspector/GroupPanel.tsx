import { Button, NativeSelect, Switch } from "@mantine/core";
import type { GroupDocument } from "../../simulation/scenario/document.ts";
import { groupsNamedBy, membersOf } from "../../simulation/scenario/group-members.ts";
import { remove } from "../store/document-actions.ts";
import { renameGroup, setCollapsed, setGroupKind } from "../store/group-actions.ts";
import { GROUP_KINDS, type GroupKind, groupKindWords } from "../store/group-kinds.ts";
import { useGroupLive } from "../store/group-live.ts";
import { groupKey } from "../store/group-membership.ts";
import { useDesign } from "../store/hooks.ts";
import { selectOnly } from "../store/selection-actions.ts";
import { GroupIcon } from "../ui/GroupIcon.tsx";
import { StateBadge } from "../ui/StateBadge.tsx";
import { Block } from "./Facts.tsx";
import { DraftText } from "./fields/DraftText.tsx";
import { MeshBlocks } from "./MeshBlocks.tsx";
import { TargetFaults } from "./NodeFaults.tsx";
import { NoteField } from "./NoteField.tsx";

interface GroupProps {
  readonly groupId: string;
  readonly group: GroupDocument;
}

/** A group: its name and kind, who is in it, and the faults that hit all of it at once. */
export function GroupPanel({ groupId }: { readonly groupId: string }) {
  const document = useDesign();
  const group = document.groups?.[groupId];
  const members = membersOf(document, groupId);
  const live = useGroupLive(members);
  if (!group) return null;
  return (
    <>
      <header className="insp-head">
        <div className="insp-title">
          <GroupIcon kind={group.kind} size={20} />
          <div>
            <h2>{group.name ?? groupId}</h2>
            <p>
              {groupKindWords(group.kind)?.label ?? group.kind}, {members.length}{" "}
              {members.length === 1 ? "node" : "nodes"}
            </p>
          </div>
          {live?.state ? <StateBadge state={live.state} /> : null}
        </div>
      </header>
      <div className="insp-body">
        <div className="insp-columns">
          <Block heading="Group">
            <GroupFields groupId={groupId} group={group} />
          </Block>
          {group.kind === "mesh" ? <MeshBlocks groupId={groupId} group={group} /> : null}
          <Members groupId={groupId} />
          <NoteField id={groupKey(groupId)} />
          {members.length > 0 ? <TargetFaults target={groupId} /> : null}
          <div className="insp-buttons">
            <Button variant="default" size="compact-sm" onClick={() => remove([groupKey(groupId)])}>
              Dissolve this group
            </Button>
          </div>
        </div>
      </div>
    </>
  );
}

function GroupFields({ groupId, group }: GroupProps) {
  return (
    <>
      <div className="insp-field" data-path={`groups.${groupId}.name`}>
        <div className="insp-label">
          <label htmlFor="insp-group-name">Name</label>
        </div>
        <div className="insp-control">
          <DraftText
            id="insp-group-name"
            value={group.name ?? groupId}
            onCommit={(name) => renameGroup(groupId, name)}
          />
        </div>
      </div>
      <div className="insp-field" data-path={`groups.${groupId}.kind`}>
        <div className="insp-label">
          <label htmlFor="insp-group-kind">Kind</label>
        </div>
        <div className="insp-control">
          <NativeSelect
            id="insp-group-kind"
            size="xs"
            data={GROUP_KINDS.map(({ kind, label }) => ({ value: kind, label }))}
            value={group.kind}
            onChange={(event) => setGroupKind(groupId, event.currentTarget.value as GroupKind)}
          />
        </div>
      </div>
      <p className="insp-empty">{groupKindWords(group.kind)?.help}</p>
      <Switch
        size="xs"
        label="Collapsed into one card"
        checked={group.collapsed ?? false}
        onChange={(event) => setCollapsed(groupId, event.currentTarget.checked)}
      />
    </>
  );
}

function Members({ groupId }: { readonly groupId: string }) {
  const { nodes, groups = {} } = useDesign();
  const inner = Object.entries(groups).filter(([, { in: outer }]) => outer === groupId);
  const own = Object.entries(nodes).filter(([, node]) => groupsNamedBy(node).includes(groupId));
  const items = [
    ...inner.map(([id, { name, kind }]) => ({ key: groupKey(id), name: name ?? id, kind })),
    ...own.map(([id, { name, kind }]) => ({ key: id, name: name ?? id, kind })),
  ];
  return (
    <Block heading="In it">
      {items.length === 0 ? (
        <p className="insp-empty">Nothing yet: drag nodes into it.</p>
      ) : (
        <ul className="insp-list">
          {items.map(({ key, name, kind }) => (
            <li key={key}>
              <button type="button" className="insp-link" onClick={() => selectOnly([key])}>
                {name}
              </button>
              <span>{kind}</span>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}
