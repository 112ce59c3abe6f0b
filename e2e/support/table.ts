// The tables of nodes and edges, as verbs.
import type { Locator, Page } from "@playwright/test";

export class Table {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  region(): Locator {
    return this.page.getByRole("region", { name: "Table", exact: true });
  }

  grid(name: "Nodes" | "Edges"): Locator {
    return this.region().getByRole("grid", { name });
  }

  rows(name: "Nodes" | "Edges"): Locator {
    return this.grid(name).getByRole("rowheader");
  }

  async show(name: "Nodes" | "Edges"): Promise<void> {
    await this.region()
      .getByRole("tab", { name: new RegExp(`^${name}`) })
      .click();
  }

  row(name: string): Locator {
    return this.grid("Nodes")
      .getByRole("row")
      .filter({ has: this.page.getByRole("rowheader", { name, exact: true }) });
  }

  /** A row of the edges by its two ends. */
  edgeRow(from: string, to: string): Locator {
    return this.grid("Edges").getByRole("row", { name: new RegExp(`^${from} ${to} `) });
  }

  /** The cell of a row under a head. */
  async cell(row: Locator, grid: "Nodes" | "Edges", column: string): Promise<Locator> {
    const heads = await this.grid(grid).getByRole("columnheader").allInnerTexts();
    const at = heads.indexOf(column);
    if (at < 1) throw new Error(`no column ${column} in ${heads.join(", ")}`);
    return row.getByRole("gridcell").nth(at - 1);
  }

  async filter(words: string): Promise<void> {
    await this.region().getByRole("textbox", { name: "Filter the rows" }).fill(words);
  }

  async sortBy(grid: "Nodes" | "Edges", column: string): Promise<void> {
    await this.grid(grid).getByRole("button", { name: column, exact: true }).click();
  }

  async addNode(kind: string): Promise<void> {
    const kinds = this.region().getByRole("combobox", { name: "Kind of the new node" });
    await kinds.selectOption({ label: kind });
    await this.region().getByRole("button", { name: "Add", exact: true }).click();
  }

  /** Chooses both ends; gives the reason if they cannot be connected. */
  async connect(from: string, to: string): Promise<string> {
    const ends = this.region().getByRole("combobox", { name: "From", exact: true });
    await ends.selectOption({ label: from });
    const other = this.region().getByRole("combobox", { name: "To", exact: true });
    await other.selectOption({ label: to });
    const button = this.region().getByRole("button", { name: "Connect", exact: true });
    if (await button.isEnabled()) {
      await button.click();
      return "";
    }
    const reason = this.region()
      .getByRole("status")
      .filter({ hasText: /nodes|node/ });
    return reason.innerText();
  }
}
