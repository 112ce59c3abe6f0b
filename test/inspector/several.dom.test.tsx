// Several things selected: shared parameters are shown and set together, as one step to undo.
import { fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Inspector } from "../../src/inspector/Inspector.tsx";
import { undo } from "../../src/store/document-actions.ts";
import { studio } from "../../src/store/studio-store.ts";
import { currentDocument, openDocument, showPage } from "../app-b/page.tsx";

const NODES = {
  a: { kind: "service", replicas: 2, concurrency: 8 },
  b: { kind: "service", replicas: 4, concurrency: 8, queueLengthMax: 50 },
  store: { kind: "database", concurrency: 8 },
};

function field(label: string): HTMLInputElement {
  return screen.getByLabelText(label, { selector: "input" });
}

function type(label: string, text: string): void {
  const input = field(label);
  fireEvent.change(input, { target: { value: text } });
  fireEvent.keyDown(input, { key: "Enter" });
}

describe("several nodes", () => {
  it("say mixed where values differ, and one value where they do not", () => {
    openDocument({ nodes: NODES }, "a", "b");
    showPage(<Inspector />);
    expect(field("Instances").value).toBe("");
    expect(field("Instances").placeholder).toBe("mixed");
    expect(field("Slots per instance").value).toBe("8");
  });

  it("take what is typed all together; one undo brings every value back", () => {
    openDocument({ nodes: NODES }, "a", "b");
    showPage(<Inspector />);
    type("Instances", "3");
    expect(currentDocument().nodes.a?.replicas).toBe(3);
    expect(currentDocument().nodes.b?.replicas).toBe(3);
    expect(field("Instances").value).toBe("3");
    expect(studio.getState().document.past).toHaveLength(1);
    undo();
    expect(currentDocument().nodes).toEqual(NODES);
  });

  it("leave a mixed field alone that is entered and left empty", () => {
    openDocument({ nodes: NODES }, "a", "b");
    showPage(<Inspector />);
    fireEvent.change(field("Instances"), { target: { value: " " } });
    fireEvent.blur(field("Instances"));
    expect(currentDocument().nodes).toEqual(NODES);
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("of different kinds show what they share; a kind narrows the selection", () => {
    openDocument({ nodes: NODES }, "a", "b", "store");
    showPage(<Inspector />);
    // A database holds no slot while it waits: it calls nobody.
    expect(screen.queryByText("Holds its slot while it waits")).toBeNull();
    type("Slots per instance", "20");
    expect(Object.values(currentDocument().nodes).map((node) => node.concurrency)).toEqual([
      20, 20, 20,
    ]);
    fireEvent.click(screen.getByRole("button", { name: "Select only Service: 2" }));
    expect(studio.getState().selection.ids).toEqual(["a", "b"]);
    expect(screen.getByText("Holds its slot while it waits")).toBeTruthy();
  });

  it("go back to their defaults together, and are removed together", () => {
    openDocument({ nodes: NODES }, "a", "b");
    showPage(<Inspector />);
    fireEvent.click(screen.getByRole("button", { name: "Reset to defaults" }));
    expect(currentDocument().nodes.a).toEqual({ kind: "service" });
    expect(currentDocument().nodes.b).toEqual({ kind: "service" });
    undo();
    expect(currentDocument().nodes).toEqual(NODES);
    fireEvent.click(screen.getByRole("button", { name: "Remove 2 nodes" }));
    expect(Object.keys(currentDocument().nodes)).toEqual(["store"]);
  });

  it("reset one field of all of them", () => {
    openDocument({ nodes: NODES }, "a", "b");
    showPage(<Inspector />);
    fireEvent.click(screen.getByRole("button", { name: /^Reset Instances/ }));
    expect(currentDocument().nodes.a?.replicas).toBeUndefined();
    expect(currentDocument().nodes.b?.replicas).toBeUndefined();
    expect(currentDocument().nodes.b?.queueLengthMax).toBe(50);
  });
});

describe("several edges", () => {
  const EDGES = {
    "a->store": { timeoutMs: 500, protocol: "sql" },
    "b->store": { timeoutMs: 900, protocol: "sql", retry: { maxAttempts: 3 } },
  };

  it("are set together, a policy within only where it is on", () => {
    openDocument({ nodes: NODES, edges: EDGES }, "b->store", "a->store");
    showPage(<Inspector />);
    expect(field("Timeout").placeholder).toBe("mixed");
    const retry = screen.getByRole("region", { name: "Retry" });
    expect(within(retry).getByText("mixed")).toBeTruthy();
    fireEvent.change(within(retry).getByLabelText("Attempts", { selector: "input" }), {
      target: { value: "5" },
    });
    fireEvent.blur(within(retry).getByLabelText("Attempts", { selector: "input" }));
    expect(currentDocument().edges["b->store"]?.retry).toEqual({ maxAttempts: 5 });
    expect(currentDocument().edges["a->store"]?.retry).toBeUndefined();
    fireEvent.click(within(retry).getByRole("switch", { name: "Retry" }));
    expect(currentDocument().edges["a->store"]?.retry).toBeNull();
    expect(currentDocument().edges["b->store"]?.retry).toBeNull();
  });
});
