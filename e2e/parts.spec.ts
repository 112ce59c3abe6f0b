// Parts of a drawing: connected anew, copied, pasted, refused.
import { Groups } from "./support/groups.ts";
import { expect, test } from "./support/journey.ts";

// Who asked for less motion finds the shop at rest.
test.use({ contextOptions: { reducedMotion: "reduce" } });

test("a part goes with its group and edges to where the pointer is; an edge is led to another node; C adds a neighbor", async ({
  app,
}) => {
  const groups = new Groups(app);
  await app.visit();
  await groups.selectAll("email", "sms", "order-mail");
  await groups.groupSelected("Mail");
  const text = await groups.copy();
  await app.newBlank();
  await app.canvas().hover();
  await groups.pasteText(text);
  await expect(app.nodes()).toHaveCount(3);
  await expect(app.edge("order-mail", "sms")).toHaveCount(1);
  await expect(groups.group("Mail")).toHaveAccessibleName(/3 nodes/);
  await app.undo();
  await expect(app.nodes()).toHaveCount(0);

  await groups.pasteText("milk, bread");
  await expect(groups.toast()).toContainText("no part of a drawing");
  await groups.pasteText(text.replace('"rabbitmq"', '"rabit"'));
  await expect(groups.toast()).toContainText("nodes.order-mail.kind");
  await expect(app.nodes()).toHaveCount(0);

  await app.newBlank();
  await app.addByDrag("Client", 120, 120);
  await app.addByDrag("Service", 420, 120);
  await app.addByDrag("Service", 420, 300);
  await app.connect("client", "service");
  await app.selectEdge("client", "service");
  await groups.leadEnd("End", "service-2");
  await expect(app.edge("client", "service-2")).toHaveCount(1);
  await expect(app.edge("client", "service")).toHaveCount(0);
  await app.undo();
  await expect(app.edge("client", "service")).toHaveCount(1);

  await app.edge("client", "service").press("c");
  const offered = app.canvas().getByText("Connect to service-2", { exact: true });
  for (let turn = 0; turn < 4 && (await offered.count()) === 0; turn++) {
    await app.page.keyboard.press("ArrowRight");
  }
  await app.page.keyboard.press("Enter");
  await expect(app.edge("client", "service-2")).toHaveCount(1);

  await app.newBlank();
  await app.addByDrag("Client", 120, 160);
  await app.node("client").press("c");
  await app.page.keyboard.press("Enter");
  await app.page.getByRole("menuitem", { name: "Service", exact: true }).click();
  await expect(app.edge("client", "service")).toHaveCount(1);
  await app.undo();
  await expect(app.nodes()).toHaveCount(1);
});
