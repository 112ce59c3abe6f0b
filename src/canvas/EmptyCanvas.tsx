import { Button } from "@mantine/core";
import { showDialog } from "../store/view-actions.ts";

/** What an empty drawing says: how a drawing begins, and where a finished one is. */
export function EmptyCanvas() {
  return (
    <div className="canvas-empty">
      <h2>An empty drawing</h2>
      <ol>
        <li>
          Press <kbd className="key">/</kbd> and type &ldquo;client&rdquo;, or drag one from the
          palette: it sends the requests.
        </li>
        <li>Add a service, and drag from the right side of the client to it.</li>
        <li>
          <kbd className="key">Ctrl Enter</kbd> runs it. Then break it.
        </li>
      </ol>
      <Button variant="default" onClick={() => showDialog("gallery")}>
        Or begin with a scenario of the gallery
      </Button>
    </div>
  );
}
