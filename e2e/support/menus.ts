// The menu of a right click and the search over the drawing, as verbs.
import type { Locator, Page } from "@playwright/test";

export class Menus {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  menu(name: string): Locator {
    return this.page.getByRole("menu", { name, exact: true });
  }

  item(menu: string, item: string): Locator {
    return this.menu(menu).getByRole("menuitem", { name: new RegExp(`^${item}`) });
  }

  async rightClick(target: Locator): Promise<void> {
    await target.click({ button: "right" });
  }

  /** A right click on the drawing, px from its upper left corner. */
  async rightClickAt(canvas: Locator, x: number, y: number): Promise<void> {
    await canvas.click({ button: "right", position: { x, y } });
  }

  async choose(menu: string, ...path: readonly string[]): Promise<void> {
    let open = menu;
    for (const [depth, name] of path.entries()) {
      await this.item(open, name).click();
      if (depth < path.length - 1) open = name;
    }
  }

  find(): Locator {
    return this.page.getByRole("combobox", { name: "Find in the drawing" });
  }

  findings(): Locator {
    return this.page.getByRole("listbox", { name: "Found" }).getByRole("option");
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }
}
