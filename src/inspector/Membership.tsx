import { Switch } from "@mantine/core";
import { groupsNamedBy } from "../../simulation/scenario/group-members.ts";
import { setNodeGroups } from "../store/group-actions.ts";
import { useDesign } from "../store/hooks.ts";
import { Block } from "./Facts.tsx";

/** The groups that a node is in: what dragging it in and out does, without a pointer. */
export function Membership({ nodeId }: { readonly nodeId: string }) {
  const { nodes, groups = {} } = useDesign();
  const own = groupsNamedBy(nodes[nodeId]);
  const all = Object.entries(groups);
  if (all.length === 0) return null;
  return (
    <Block heading="Groups">
      {all.map(([id, { name, kind }]) => (
        <Switch
          key={id}
          size="xs"
          label={`${name ?? id}, ${kind}`}
          checked={own.includes(id)}
          onChange={(event) =>
            setNodeGroups(
              nodeId,
              event.currentTarget.checked ? [...own, id] : own.filter((other) => other !== id),
            )
          }
        />
      ))}
    </Block>
  );
}
