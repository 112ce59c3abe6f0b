import { MultiSelect } from "@mantine/core";
import { groupsNamedBy } from "../../simulation/scenario/group-members.ts";
import { setNodeGroups } from "../store/group-actions.ts";
import { useDocument } from "../store/hooks.ts";
import { Block } from "./Facts.tsx";

/** The groups that a node is in: what dragging it in and out does, without a pointer. */
export function Membership({ nodeId }: { readonly nodeId: string }) {
  const { nodes, groups = {} } = useDocument();
  const data = Object.entries(groups).map(([id, { name, kind }]) => ({
    value: id,
    label: `${name ?? id} (${kind})`,
  }));
  if (data.length === 0) return null;
  return (
    <Block heading="Groups">
      <MultiSelect
        size="xs"
        aria-label="Groups that it is in"
        placeholder={groupsNamedBy(nodes[nodeId]).length === 0 ? "None" : ""}
        data={data}
        value={groupsNamedBy(nodes[nodeId]).filter((id) => id in groups)}
        onChange={(ids) => setNodeGroups(nodeId, ids)}
        hidePickedOptions
        clearable
      />
    </Block>
  );
}
