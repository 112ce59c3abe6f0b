import { Modal } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useView } from "../store/hooks.ts";
import { showDialog } from "../store/view-actions.ts";

// Nobody waits for these tables before the drawing.
const ValidationPage = lazy(async () => ({
  default: (await import("./ValidationPage.tsx")).ValidationPage,
}));

/** "Why believe it?": a page of its own over the studio. */
export function ValidationDialog() {
  const dialog = useView((view) => view.dialog);
  const close = (): void => showDialog(null);
  return (
    <Modal
      opened={dialog === "validation" || dialog === "state-rules"}
      onClose={close}
      fullScreen
      radius={0}
      lockScroll={false}
      title="Why believe it?"
      className="val-dialog"
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ "aria-label": "Back to the studio" }}
    >
      <Suspense fallback={null}>
        <ValidationPage
          section={dialog === "state-rules" ? "state-rules" : "tested"}
          onClose={close}
        />
      </Suspense>
    </Modal>
  );
}
