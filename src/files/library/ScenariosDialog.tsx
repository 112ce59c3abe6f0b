import { Modal } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useView } from "../../store/hooks.ts";
import { showDialog } from "../../store/view-actions.ts";
import type { DrawPreview } from "./VersionList.tsx";

// Nobody waits for these lists before the drawing.
const ScenarioShelf = lazy(async () => ({
  default: (await import("./ScenarioShelf.tsx")).ScenarioShelf,
}));

/** "My scenarios": all that this browser keeps, with the versions of each. */
export function ScenariosDialog({ draw }: { readonly draw: DrawPreview }) {
  const dialog = useView((view) => view.dialog);
  const close = (): void => showDialog(null);
  return (
    <Modal
      opened={dialog === "scenarios" || dialog === "versions"}
      onClose={close}
      size={860}
      title="My scenarios"
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ "aria-label": "Close my scenarios" }}
    >
      <Suspense fallback={<div className="shelf" />}>
        <ScenarioShelf beginWithVersions={dialog === "versions"} draw={draw} onClose={close} />
      </Suspense>
    </Modal>
  );
}
