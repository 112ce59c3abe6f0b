import { ActionIcon, Tooltip } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { remove } from "../store/document-actions.ts";
import { useSelection } from "../store/hooks.ts";

/** Removes the selected rows of the table that is shown. */
export function RemoveRows({ ids }: { readonly ids: readonly string[] }) {
  const selection = useSelection();
  const known = new Set(ids);
  const chosen = selection.filter((id) => known.has(id));
  const label = chosen.length > 1 ? `Remove ${chosen.length} rows` : "Remove the row";
  return (
    <Tooltip label={`${label} (Delete)`}>
      <ActionIcon
        variant="subtle"
        size={28}
        aria-label={label}
        disabled={chosen.length === 0}
        onClick={() => remove(chosen)}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
