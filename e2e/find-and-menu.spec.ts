// Finding one's way over the drawing: search, and what a right click or the menu key offers.
import { expect, test } from "./support/journey.ts";
import { Menus } from "./support/menus.ts";

test("a search brings a finding into view; menus act on a node, the drawing and a fault", async ({
  app,
  page,
}) => {
  const menus = new Menus(page);
  await app.visitAtRest();
  await menus.press("Control+f");
  await expect(menus.find()).toBeFocused();
  await menus.type("pay");
  await expect(menus.findings()).toHaveText([/^payment/, /^orders → payment/, /^Slow payment/]);
  await menus.press("ArrowDown", "Enter");
  await expect(app.edge("orders", "payment")).toBeFocused();
  await expect(app.edge("orders", "payment")).toHaveAttribute("aria-pressed", "true");
  await expect(menus.find()).toBeHidden();

  await menus.rightClick(app.node("email"));
  await menus.choose("Node email", "Rename");
  await page.getByRole("textbox", { name: "Name of email" }).fill("mailer");
  await menus.press("Enter");
  await expect(app.node("mailer")).toBeFocused();

  await menus.press("Shift+F10");
  await expect(menus.item("Node mailer", "Duplicate")).toBeVisible();
  await menus.press("Escape");
  await expect(app.node("mailer")).toBeFocused();
  await menus.rightClick(app.node("mailer"));
  await menus.choose("Node mailer", "Copy");
  await menus.rightClickAt(app.canvas(), 200, 330);
  await menus.choose("Drawing", "Paste");
  await expect(app.nodes()).toHaveCount(12);

  await menus.rightClickAt(app.canvas(), 200, 330);
  await menus.choose("Drawing", "Add node here", "Database");
  await expect(app.nodes()).toHaveCount(13);
  await menus.rightClick(app.node("database"));
  await menus.choose("Node database", "Break with", "Crash");
  await expect(app.faultBar("Crash: database")).toBeVisible();

  await menus.rightClick(app.faultBar("Crash: database"));
  await menus.choose("Fault crash", "Delete");
  await expect(app.faultBar("Crash: database")).toBeHidden();
  await menus.rightClickAt(app.canvas(), 40, 240);
  await menus.choose("Drawing", "Arrange the drawing");
  await app.undo();
  await expect(app.nodes()).toHaveCount(13);
});
