// The driver of the results: tabs, charts and their menus, tables, exports.
import type { Locator, Page } from "@playwright/test";
import type { App } from "./app.ts";

export class ResultsDriver {
  private readonly page: Page;
  readonly region: Locator;

  constructor(app: App) {
    this.page = app.page;
    this.region = app.results();
  }

  async open(tab: string): Promise<void> {
    await this.region.getByRole("tab", { name: tab, exact: true }).click();
  }

  /** A part of the tab Cascade. */
  async showPart(name: "What happened" | "Stability map" | "Blast radius"): Promise<void> {
    await this.region.getByText(name, { exact: true }).first().click();
  }

  chart(title: string): Locator {
    return this.region.getByRole("figure", { name: title, exact: true });
  }

  private async fromMenu(title: string, role: "menuitem" | "menuitemcheckbox", item: string) {
    await this.chart(title)
      .getByRole("button", { name: `${title}: view and export` })
      .click();
    await this.page.getByRole(role, { name: item, exact: true }).click();
  }

  async showAsTable(title: string): Promise<void> {
    await this.fromMenu(title, "menuitem", "Show as table");
  }

  async showAsChart(title: string): Promise<void> {
    await this.fromMenu(title, "menuitem", "Show as chart");
  }

  async switchLogAxis(title: string): Promise<void> {
    await this.fromMenu(title, "menuitemcheckbox", "Logarithmic axis");
  }

  /** Saves what the chart's menu offers; gives the file's name and content. */
  async exportChart(title: string, format: "PNG" | "SVG" | "CSV") {
    const started = this.page.waitForEvent("download");
    await this.fromMenu(title, "menuitem", `Export as ${format}`);
    return contentOf(await started);
  }

  /** Saves what the list of the bar offers, opened by the command palette. */
  async exportFromList(app: App, what: string) {
    await app.command("export charts");
    const started = this.page.waitForEvent("download");
    await this.page.getByRole("menuitem", { name: what, exact: true }).click();
    return contentOf(await started);
  }

  /** Saves the trace that is shown. */
  async exportTrace(format: "OTLP JSON" | "Jaeger JSON" | "Zipkin v2 JSON") {
    await this.region.getByRole("button", { name: "Export", exact: true }).click();
    const started = this.page.waitForEvent("download");
    await this.page.getByRole("menuitem", { name: format, exact: true }).click();
    return contentOf(await started);
  }

  table(name: string): Locator {
    return this.region.getByRole("table", { name, exact: true });
  }

  /** The row of an entity; its name begins it. */
  row(table: string, name: string): Locator {
    return this.table(table).getByRole("row", { name: new RegExp(`^${name} `) });
  }

  async sortBy(table: string, column: string): Promise<void> {
    await this.table(table).getByRole("button", { name: column, exact: true }).click();
  }

  async showValuesOf(basis: "At the playhead" | "Whole run"): Promise<void> {
    await this.region
      .getByRole("radiogroup", { name: "Values of" })
      .getByText(basis, { exact: true })
      .click();
  }

  /** The numbers of the run in words. */
  spoken(): Locator {
    return this.region.getByRole("status", { name: "Numbers of the run" });
  }

  /** Presses on a chart at a share of its width. */
  async pressOn(title: string, share: number): Promise<void> {
    const box = await this.chart(title).boundingBox();
    if (!box) throw new Error(`${title} is not on the screen`);
    await this.page.mouse.click(box.x + box.width * share, box.y + box.height * 0.6);
  }

  async makeLarge(): Promise<void> {
    await this.region.getByRole("button", { name: "Make the results large" }).click();
  }

  async makeSmall(): Promise<void> {
    await this.region.getByRole("button", { name: "Make the results small again" }).click();
  }
}

async function contentOf(download: {
  suggestedFilename(): string;
  createReadStream(): Promise<AsyncIterable<unknown>>;
}): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return { name: download.suggestedFilename(), bytes: Buffer.concat(chunks) };
}
