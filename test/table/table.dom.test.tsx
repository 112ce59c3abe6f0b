import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { undo } from "../../src/store/document-actions.ts";
import { studio } from "../../src/store/studio-store.ts";
import { TableView } from "../../src/table/TableView.tsx";
import { currentDocument, openDocument, showPage } from "../app-b/page.tsx";

const PARTS = {
  nodes: {
    users: { kind: "client" },
    orders: { kind: "service", replicas: 3 },
    db: { kind: "database", name: "Orders DB" },
  },
};

function grid(name: string): HTMLElement {
  return screen.getByRole("grid", { name });
}

function row(name: string): HTMLElement {
  const head = within(grid("Nodes")).getByRole("rowheader", { name });
  return head.closest("tr") as HTMLElement;
}

function cell(rowName: string, column: string): HTMLElement {
  const heads = within(grid("Nodes")).getAllByRole("columnheader");
  const at = heads.findIndex((head) => head.textContent === column);
  return row(rowName).children[at] as HTMLElement;
}

function names(): readonly string[] {
  return within(grid("Nodes"))
    .getAllByRole("rowheader")
    .map((head) => head.textContent ?? "");
}

describe("the table of nodes", () => {
  beforeEach(() => {
    openDocument({ nodes: PARTS.nodes, edges: { "users->orders": { protocol: "rest" } } });
    showPage(<TableView />);
  });

  it("says of each node what the file says, and a dash where its kind has no such thing", () => {
    expect(names()).toEqual(["users", "orders", "Orders DB"]);
    expect(cell("orders", "Kind").textContent).toBe("Service");
    expect(cell("orders", "Instances").textContent).toBe("3");
    expect(cell("orders", "Service time").textContent).toBe("10.0 ms");
    expect(cell("users", "Instances").textContent).toBe("–");
    expect(cell("users", "Instances").getAttribute("aria-readonly")).toBe("true");
  });

  it("changes a number by typing over it, as one step to undo, and goes on below", async () => {
    const user = userEvent.setup();
    await user.click(cell("orders", "Instances"));
    await user.keyboard("5{Enter}");
    expect(currentDocument().nodes.orders?.replicas).toBe(5);
    expect(document.activeElement).toBe(cell("Orders DB", "Instances"));
    undo();
    expect(currentDocument().nodes.orders?.replicas).toBe(3);
  });

  it("keeps a refused entry with the reason, and Escape drops it", async () => {
    const user = userEvent.setup();
    await user.click(cell("orders", "Instances"));
    await user.keyboard("{Enter}0{Enter}");
    expect(screen.getByText("At least 1.")).toBeTruthy();
    expect(screen.getByRole("textbox", { name: "Instances of orders" })).toBeTruthy();
    await user.keyboard("{Escape}");
    expect(currentDocument().nodes.orders?.replicas).toBe(3);
    expect(document.activeElement).toBe(cell("orders", "Instances"));
  });

  it("goes on to the next cell that can be edited with Tab", async () => {
    const user = userEvent.setup();
    await user.click(cell("orders", "Instances"));
    await user.keyboard("4{Tab}");
    expect(currentDocument().nodes.orders?.replicas).toBe(4);
    expect(document.activeElement).toBe(cell("orders", "Slots each"));
  });

  it("takes units and the word for no limit", async () => {
    const user = userEvent.setup();
    await user.click(cell("orders", "Service time"));
    await user.keyboard("{F2}{Backspace}0.5s{Enter}");
    expect(currentDocument().nodes.orders?.serviceTime).toEqual({
      type: "exponential",
      meanMs: 500,
    });
    await user.click(cell("orders", "Slots each"));
    await user.keyboard("{Enter}unlimited{Enter}");
    expect(currentDocument().nodes.orders?.concurrency).toBeNull();
  });

  it("renames a node and keeps its id", async () => {
    const user = userEvent.setup();
    await user.dblClick(within(row("orders")).getByRole("rowheader"));
    await user.keyboard("{Control>}a{/Control}Checkout{Enter}");
    expect(currentDocument().nodes.orders?.name).toBe("Checkout");
  });

  it("walks with the arrow keys, selecting the row, and is one stop of the Tab key", async () => {
    const user = userEvent.setup();
    await user.click(cell("users", "Kind"));
    await user.keyboard("{ArrowDown}{ArrowRight}");
    expect(document.activeElement).toBe(cell("orders", "Instances"));
    expect(studio.getState().selection.ids).toEqual(["orders"]);
    expect(row("orders").getAttribute("aria-selected")).toBe("true");
    expect(grid("Nodes").querySelectorAll('[tabindex="0"]')).toHaveLength(1);
  });

  it("sorts by a head, downward at the second press, as in the file at the third", async () => {
    const user = userEvent.setup();
    const head = within(grid("Nodes")).getByRole("button", { name: "Instances" });
    await user.click(head);
    expect(names()).toEqual(["Orders DB", "orders", "users"]);
    await user.click(head);
    expect(names()).toEqual(["orders", "Orders DB", "users"]);
    expect(head.closest("th")?.getAttribute("aria-sort")).toBe("descending");
    await user.click(head);
    expect(names()).toEqual(["users", "orders", "Orders DB"]);
  });

  it("filters by words of name, kind and id", async () => {
    const user = userEvent.setup();
    await user.type(screen.getByRole("textbox", { name: "Filter the rows" }), "data db");
    expect(names()).toEqual(["Orders DB"]);
  });

  it("adds a node of the chosen kind and removes the selected row", async () => {
    const user = userEvent.setup();
    await user.selectOptions(
      screen.getByRole("combobox", { name: "Kind of the new node" }),
      "Database",
    );
    await user.click(screen.getByRole("button", { name: "Add" }));
    expect(currentDocument().nodes.database?.kind).toBe("database");
    await user.click(screen.getByRole("button", { name: "Remove the row" }));
    expect(currentDocument().nodes.database).toBeUndefined();
  });
});

describe("the table of edges", () => {
  beforeEach(async () => {
    openDocument({ nodes: PARTS.nodes, edges: { "users->orders": { protocol: "rest" } } });
    showPage(<TableView />);
    await userEvent.setup().click(screen.getByRole("tab", { name: /^Edges/ }));
  });

  function edgeCell(column: string): HTMLElement {
    const heads = within(grid("Edges")).getAllByRole("columnheader");
    const at = heads.findIndex((head) => head.textContent === column);
    const [first] = within(grid("Edges")).getAllByRole("rowheader");
    return first?.closest("tr")?.children[at] as HTMLElement;
  }

  function edge() {
    return currentDocument().edges["users->orders"];
  }

  it("turns retries on by a number of attempts, and off again", async () => {
    const user = userEvent.setup();
    expect(edgeCell("Attempts").textContent).toBe("off");
    await user.click(edgeCell("Attempts"));
    await user.keyboard("3{Enter}");
    expect(edge()?.retry).toEqual({ maxAttempts: 3 });
    await user.click(edgeCell("Attempts"));
    await user.keyboard("{Enter}4{Enter}");
    expect(edge()?.retry).toEqual({ maxAttempts: 4 });
    await user.click(edgeCell("Attempts"));
    await user.keyboard("{Enter}off{Enter}");
    expect(edge()?.retry).toBeNull();
  });

  it("chooses a breaker from the presets and a protocol from those possible", async () => {
    const user = userEvent.setup();
    await user.dblClick(edgeCell("Breaker"));
    await user.selectOptions(screen.getByRole("combobox", { name: /^Breaker of/ }), "On");
    await user.keyboard("{Enter}");
    expect(edge()?.breaker).toEqual({});
    await user.dblClick(edgeCell("Protocol"));
    await user.selectOptions(screen.getByRole("combobox", { name: /^Protocol of/ }), "gRPC");
    await user.keyboard("{Enter}");
    expect(edge()?.protocol).toBe("grpc");
  });

  it("connects two nodes, and says why two others cannot be", async () => {
    const user = userEvent.setup();
    await user.selectOptions(screen.getByRole("combobox", { name: "From" }), "orders");
    await user.selectOptions(screen.getByRole("combobox", { name: "To" }), "users");
    expect(screen.getByText("Client nodes are called by nobody")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Connect" })).toHaveProperty("disabled", true);
    await user.selectOptions(screen.getByRole("combobox", { name: "To" }), "Orders DB");
    await user.click(screen.getByRole("button", { name: "Connect" }));
    expect(currentDocument().edges["orders->db"]).toBeDefined();
  });
});
