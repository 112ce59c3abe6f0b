// What stands in the way of keeping the work: another tab, or a storage that refuses.
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconBrowser, IconCopy, IconDownload } from "@tabler/icons-react";
import { saveAs } from "../save-file.ts";
import { takeOver, useKeeping, workOnCopy } from "./keeper.ts";

export function KeepingMessages() {
  const { refused, elsewhere } = useKeeping();
  return (
    <>
      {elsewhere !== null && <Elsewhere how={elsewhere} />}
      {refused !== null && <Refused reason={refused} />}
    </>
  );
}

const WORDS = {
  open: "Another tab has this scenario open. A change made here becomes a copy.",
  taken: "Another tab took this scenario over. A change made here becomes a copy.",
  asked: "Asking the other tab for what it has…",
};

function Elsewhere({ how }: { readonly how: keyof typeof WORDS }) {
  return (
    <div className="canvas-message" role="status">
      <IconBrowser size={16} aria-hidden="true" />
      <span>{WORDS[how]}</span>
      <Button
        variant="default"
        size="compact-sm"
        disabled={how === "asked"}
        onClick={() => void takeOver()}
      >
        {how === "taken" ? "Take back" : "Take over"}
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconCopy size={12} />}
        onClick={() => void workOnCopy()}
      >
        Work on a copy
      </Button>
    </div>
  );
}

function Refused({ reason }: { readonly reason: string }) {
  return (
    <div className="canvas-message" data-tone="bad" role="alert">
      <IconAlertTriangle size={16} aria-hidden="true" />
      <span>{reason}</span>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconDownload size={12} />}
        onClick={() => void saveAs()}
      >
        Save as a file
      </Button>
    </div>
  );
}
