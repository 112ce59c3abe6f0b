// Files: what is saved is what was drawn, and a bad file harms nothing.
import { digestOfText } from "./support/command.ts";
import { expect, LONG, test } from "./support/journey.ts";

test("a broken file leaves the work alone; saved, reloaded and opened again, a drawing gives the same digest", async ({
  app,
}) => {
  await app.visitAtRest();
  const broken = {
    format: 1,
    catalog: "2026-11",
    name: "Broken",
    run: { durationS: 60 },
    nodes: { orders: { kind: "service", replicas: 0 }, thing: { kind: "servise" } },
    edges: { "orders->nowhere": {} },
  };
  await app.openFile("broken.brownout.json", JSON.stringify(broken));
  const dialog = app.brokenFileDialog();
  await expect(dialog).toBeVisible();
  for (const path of ["nodes.orders.replicas", "nodes.thing.kind", "edges.orders->nowhere"]) {
    await expect(dialog.getByText(path, { exact: true })).toBeVisible();
  }
  await app.closeDialog();
  await expect(app.scenarioName("Shop")).toBeVisible();
  await expect(app.nodes()).toHaveCount(11);

  await app.newBlank();
  await app.addByDrag("Client", 160, 200);
  await app.addByDrag("Service", 440, 200);
  await app.addByDrag("RabbitMQ", 720, 200);
  await app.connect("client", "service");
  await app.connect("service", "rabbitmq");
  await app.setSpeed("Max");
  await app.run();
  const digest = await app.untilEnd();
  await app.expectSaved();
  const { name, text } = await app.saveAsDownload();
  expect(name).toMatch(/\.brownout\.json$/);

  await app.reload();
  await expect(app.nodes()).toHaveCount(3);
  await app.setSpeed("Max");
  await app.run();
  expect(await app.untilEnd()).toBe(digest);

  await app.newBlank();
  await expect(app.nodes()).toHaveCount(0);
  await app.openFile(name, text);
  await expect(app.nodes()).toHaveCount(3);
  await app.run();
  expect(await app.untilEnd()).toBe(digest);
  expect(digestOfText(text)).toBe(digest);
});

test("a file that is not JSON is refused just as gently", { tag: LONG }, async ({ app }) => {
  await app.visit();
  await app.openFile("notes.txt", "orders calls payment");
  await expect(app.brokenFileDialog().getByText(/not JSON/)).toBeVisible();
  await app.closeDialog();
  await expect(app.nodes()).toHaveCount(11);
});

for (const [name, nodes] of [
  ["Online Boutique", 12],
  ["Bookinfo", 8],
] as const) {
  test(`${name} opens from the gallery and runs`, { tag: LONG }, async ({ app }) => {
    await app.visitAtRest();
    await app.openFromGallery(name);
    await expect(app.nodes()).toHaveCount(nodes);
    await app.setSpeed("Max");
    await app.run();
    await app.untilEnd();
    await expect(app.story()).not.toBeEmpty();
  });
}
