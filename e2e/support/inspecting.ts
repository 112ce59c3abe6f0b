// What one does in the inspector, as verbs.
import type { Locator } from "@playwright/test";
import type { App } from "./app.ts";

export class Inspecting {
  private readonly app: App;

  constructor(app: App) {
    this.app = app;
  }

  private inside(): Locator {
    return this.app.inspector();
  }

  /** A field by its label: the text box beside the slider. */
  number(label: string): Locator {
    return this.inside().getByRole("textbox", { name: label, exact: true });
  }

  async type(label: string, text: string): Promise<void> {
    await this.number(label).fill(text);
    await this.number(label).press("Enter");
  }

  heading(): Locator {
    return this.inside().getByRole("heading", { level: 2 });
  }

  capacity(): Locator {
    return this.inside().getByRole("region", { name: "Capacity from service time and slots" });
  }

  /** "An instance does so much at so many at once." */
  async setFromThroughput(perS: string, atOnce: string): Promise<void> {
    await this.capacity().getByText("From a measured throughput").click();
    await this.type("Throughput of an instance", perS);
    await this.type("Requests at once", atOnce);
    await this.capacity().getByRole("button", { name: "Set service time" }).click();
  }

  /** Adds to what is selected. */
  async alsoSelect(name: string): Promise<void> {
    await this.app.node(name).click({ modifiers: ["Shift"] });
  }

  /** Leaves one of several selected. */
  async selectOnly(name: string): Promise<void> {
    const selected = this.inside().getByRole("region", { name: "Selected" });
    await selected.getByRole("button", { name, exact: true }).click();
  }

  kind(): Locator {
    return this.inside().getByRole("combobox", { name: "Kind" });
  }

  async turn(label: string): Promise<void> {
    await this.inside().getByRole("switch", { name: label, exact: true }).press("Space");
  }

  /** The count of problems in the top bar. */
  problems(): Locator {
    return this.app.page.getByRole("banner").getByRole("button", { name: /^\d+ (error|warning)/ });
  }

  async goToProblem(words: string): Promise<void> {
    await this.problems().click();
    await this.app.page.getByRole("menuitem", { name: new RegExp(words) }).click();
  }

  async widen(): Promise<void> {
    await this.inside().getByRole("button", { name: "Wide inspector" }).click();
  }

  async narrow(): Promise<void> {
    await this.inside().getByRole("button", { name: "Narrow inspector" }).click();
  }

  policies(): Locator {
    return this.inside().getByRole("region", { name: "Policies, outermost first" });
  }
}
