// What a person does with groups, notes and the clipboard. Builds on the driver of the app.
import { expect, type Locator } from "@playwright/test";
import type { App } from "./app.ts";

export class Groups {
  private readonly app: App;

  constructor(app: App) {
    this.app = app;
  }

  /** A group by its name: its label while it is a region, its card while it is collapsed. */
  group(name: string): Locator {
    return this.app
      .canvas()
      .getByRole("button", { name: new RegExp(`^${name}, (team|zone|host|mesh), `) });
  }

  note(text: string | RegExp): Locator {
    return this.app.canvas().getByRole("button", { name: text });
  }

  /** One after the other with Ctrl. */
  async selectAll(...names: readonly string[]): Promise<void> {
    for (const [at, name] of names.entries()) {
      await this.app.node(name).click(at === 0 ? {} : { modifiers: ["Control"] });
    }
  }

  /** The bar over several selected things. */
  bar(): Locator {
    return this.app.page.getByRole("toolbar", { name: /^Actions on \d+ selected$/ });
  }

  async fromBar(action: string): Promise<void> {
    await this.bar().getByRole("button", { name: action, exact: true }).click();
  }

  /** Ctrl G, the name, Enter. */
  async groupSelected(name: string): Promise<void> {
    await this.app.page.keyboard.press("Control+g");
    await this.name(name);
  }

  /** From the bar's menu; the group keeps the name that it is given. */
  async groupAs(kind: string): Promise<void> {
    await this.fromBar("Group the selected");
    await this.app.page.getByRole("menuitem", { name: kind }).click();
    await (await this.nameField()).press("Enter");
  }

  private async name(name: string): Promise<void> {
    const field = await this.nameField();
    await field.fill(name);
    await field.press("Enter");
    await expect(this.group(name)).toBeFocused();
  }

  /** The field over a name on the canvas, once it has the keyboard. */
  private async nameField(): Promise<Locator> {
    const field = this.app.canvas().getByRole("textbox", { name: /^Name of / });
    await expect(field).toBeFocused();
    return field;
  }

  async turnOverByKey(name: string): Promise<void> {
    await this.group(name).press("Enter");
    await expect(this.group(name)).toBeFocused();
  }

  /** Drags a node by its middle so that its middle comes to lie over that of another thing. */
  async dragOnto(name: string, target: Locator, dx = 0, dy = 0): Promise<void> {
    const [from, to] = [await this.app.node(name).boundingBox(), await target.boundingBox()];
    if (!from || !to) throw new Error(`${name} or its target is not on the canvas`);
    await this.drag(
      { x: from.x + from.width / 2, y: from.y + from.height / 2 },
      { x: to.x + to.width / 2 + dx, y: to.y + to.height / 2 + dy },
    );
  }

  async dragBy(handle: Locator, dx: number, dy: number): Promise<void> {
    const box = await handle.boundingBox();
    if (!box) throw new Error("not on the canvas");
    const from = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await this.drag(from, { x: from.x + dx, y: from.y + dy });
  }

  private async drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
    const { mouse } = this.app.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await mouse.move(to.x, to.y, { steps: 6 });
    await mouse.up();
  }

  /** Takes hold of an end of the selected edge and leads it to a node. */
  async leadEnd(end: "Start" | "End", to: string): Promise<void> {
    const grip = this.app.canvas().getByRole("img", { name: `${end} of the connection` });
    const [from, target] = [await grip.boundingBox(), await this.app.node(to).boundingBox()];
    if (!from || !target) throw new Error("not on the canvas");
    await this.drag(
      { x: from.x + from.width / 2, y: from.y + from.height / 2 },
      { x: target.x + target.width / 2, y: target.y + target.height / 2 },
    );
  }

  async addNote(text: string): Promise<void> {
    await this.app.command("add a note");
    const field = this.app.canvas().getByRole("textbox", { name: "Text of the note" });
    await expect(field).toBeFocused();
    await field.fill(text);
    await field.press("Control+Enter");
  }

  /** Pastes a text as if it came from elsewhere, with the pointer over the canvas. */
  async pasteText(text: string): Promise<void> {
    await this.app.page.evaluate((data) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", data);
      document.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
    }, text);
  }

  /** What a copy would put into the clipboard. */
  async copy(): Promise<string> {
    return this.app.page.evaluate(() => {
      const clipboardData = new DataTransfer();
      document.dispatchEvent(new ClipboardEvent("copy", { clipboardData, bubbles: true }));
      return clipboardData.getData("text/plain");
    });
  }

  toast(): Locator {
    return this.app.page.getByRole("status", { name: "Notices" });
  }
}
