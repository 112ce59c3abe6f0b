import { Modal } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useView } from "../store/hooks.ts";
import { showDialog } from "../store/view-actions.ts";

// Nobody waits for this form before the drawing.
const CampaignPage = lazy(async () => ({
  default: (await import("./CampaignPage.tsx")).CampaignPage,
}));

/** Random faults, each alone against the scenario, ranked by the damage they do. */
export function CampaignDialog() {
  const opened = useView((view) => view.dialog === "campaign");
  return (
    <Modal
      opened={opened}
      onClose={() => showDialog(null)}
      size={980}
      lockScroll={false}
      title="Break it at random"
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Suspense fallback={null}>
        <CampaignPage />
      </Suspense>
    </Modal>
  );
}
