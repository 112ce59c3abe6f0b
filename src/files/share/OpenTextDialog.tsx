import { Button, Modal, Textarea } from "@mantine/core";
import { useState } from "react";
import { useView } from "../../store/hooks.ts";
import { showDialog } from "../../store/view-actions.ts";
import { openPasted } from "./links.ts";

/** Takes a link of any origin or the text of a file: links of somebody's own machine work so too. */
export function OpenTextDialog() {
  const opened = useView((view) => view.dialog === "open-text");
  const [text, setText] = useState("");
  const close = (): void => {
    setText("");
    showDialog(null);
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      size="lg"
      title="Open link or text"
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Textarea
        label="Link or text of a scenario"
        description="A shared link, the part of it behind #s=, or the text of a scenario file."
        rows={8}
        value={text}
        data-autofocus
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="broken-foot">
        <Button
          disabled={text.trim() === ""}
          onClick={() => {
            close();
            void openPasted(text);
          }}
        >
          Open
        </Button>
      </div>
    </Modal>
  );
}
