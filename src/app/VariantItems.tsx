import { Menu } from "@mantine/core";
import { IconCheck, IconGitBranch } from "@tabler/icons-react";
import { useDesign, useView } from "../store/hooks.ts";
import { isVariantInForce, takeVariant, variantTitle } from "../store/variants.ts";

/** The variants of the file; taking one is an edit that one undo takes back. */
export function VariantItems() {
  const document = useDesign();
  const readOnly = useView((view) => view.readOnly);
  const ids = Object.keys(document.variants ?? {});
  if (readOnly || ids.length === 0) return null;
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={<IconGitBranch size={16} />}>Variants</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        {ids.map((id) => {
          const inForce = isVariantInForce(document, id);
          return (
            <Menu.Item
              key={id}
              disabled={inForce}
              rightSection={inForce ? <IconCheck size={14} aria-label="in force" /> : null}
              onClick={() => takeVariant(id)}
            >
              {variantTitle(id, document)}
            </Menu.Item>
          );
        })}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}
