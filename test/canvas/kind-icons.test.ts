// Every kind of the palette has a drawing of its own name.
import { expect, it } from "vitest";
import { catalog } from "../../simulation/kinds/catalog.ts";
import type { KindDefinition } from "../../simulation/kinds/define.ts";
import { KIND_ICONS } from "../../src/ui/kind-icons.ts";

it.each(Object.values<KindDefinition>(catalog))("$id has the icon that it names", ({ icon }) => {
  expect(Object.keys(KIND_ICONS)).toContain(icon);
});
