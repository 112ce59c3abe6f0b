// Brokers: drawn open, with what waits where, and swapped for another product.
import { expectAccessible } from "./support/axe.ts";
import { expect, test } from "./support/journey.ts";
import { Menus } from "./support/menus.ts";

const SCENARIO = JSON.stringify({
  format: 1,
  catalog: "2026-11",
  name: "Mail",
  run: { durationS: 20 },
  nodes: {
    users: { kind: "client", ratePerS: 50 },
    mq: {
      kind: "rabbitmq",
      exchange: "topic",
      queues: { slow: { deadLetter: { routingKey: "late" } }, late: { bindings: {} } },
    },
    slow: { kind: "service", serviceTime: 100, concurrency: 1 },
    fast: { kind: "service", serviceTime: 1 },
  },
  edges: {
    "users->mq": {},
    "mq->slow": { routingKey: "#", prefetch: 5 },
    "mq->fast": { routingKey: "#" },
  },
});

test("a broker is opened, shows what waits where, and becomes another product", async ({
  app,
  page,
}) => {
  const menus = new Menus(page);
  await app.visitAtRest();
  await app.openFile("mail.json", SCENARIO);
  const broker = app.node("mq");
  await expect(broker).toHaveAttribute("aria-expanded", "false");
  await broker.focus();
  await app.page.keyboard.press("o");
  await expect(broker).toHaveAttribute("aria-expanded", "true");
  await expect(broker).toHaveAccessibleDescription(
    "Inside: Exchange topic; queues fast, slow, late (dead letters)",
  );
  await app.setSpeed("Max");
  await app.page.keyboard.press("Control+Enter");
  await app.untilEnd();
  await expect(broker).toHaveAccessibleDescription(/slow with \d{3}, late \(dead letters\) with 0/);
  await expectAccessible(app.page, "an open broker");
  await broker.focus();
  await app.page.keyboard.press("o");
  await expect(broker).toHaveAttribute("aria-expanded", "false");

  await menus.rightClick(app.node("mq"));
  await menus.choose("Node mq", "Change product", "SQS");
  await expect(app.node("mq")).toHaveAccessibleName(/^mq, sqs/);
  await expect(app.edge("mq", "slow")).toBeVisible();
  await expect(page.getByText(/^mq is now SQS\..*compete for one queue.*Dropped: /)).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(app.node("mq")).toHaveAccessibleName(/^mq, rabbitmq/);
});
