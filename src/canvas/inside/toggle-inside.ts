import { loadInside } from "./inside-door.ts";

/** Opens a closed broker and closes an open one. */
export async function toggleInside(nodeId: string): Promise<void> {
  if ((await loadInside()) === null) return;
  const { toggleOpen } = await import("./open-actions.ts");
  toggleOpen(nodeId);
}
