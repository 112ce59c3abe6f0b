// What stands before services, drawn on an empty canvas by mouse and run: a load balancer, a function,
// a CDN, an identity provider.
import { Drawing } from "./support/drawing.ts";
import { Inspecting } from "./support/inspecting.ts";
import { expect, LONG, test } from "./support/journey.ts";

test.use({ viewport: { width: 1280, height: 800 } });

test("a load balancer before two services, drawn from one port", { tag: LONG }, async ({ app }) => {
  const drawing = new Drawing(app);
  await drawing.begin();
  await drawing.drop([
    ["Client", 100, 170],
    ["Load balancer", 300, 170],
    ["Service", 540, 80],
    ["Service", 540, 260],
  ]);
  await drawing.connect([
    ["client", "load-balancer"],
    ["load-balancer", "service"],
    ["load-balancer", "service-2"],
  ]);
  await drawing.runToEnd();
  await drawing.expectHealthy("client", "load-balancer", "service", "service-2");
});

test("a function behind a gateway, with a database of its own", { tag: LONG }, async ({ app }) => {
  const drawing = new Drawing(app);
  await drawing.begin();
  await drawing.drop([
    ["Client", 100, 170],
    ["API gateway", 300, 170],
    ["Serverless function", 520, 170],
    ["Database", 760, 170],
  ]);
  await drawing.connect([
    ["client", "api-gateway"],
    ["api-gateway", "serverless"],
    ["serverless", "database"],
  ]);
  await drawing.runToEnd();
  await drawing.expectHealthy("api-gateway", "serverless", "database");
  await app.select("serverless");
  await expect(new Inspecting(app).heading()).toHaveText("serverless");
});

test("a CDN keeps most of the requests from the origin", { tag: LONG }, async ({ app }) => {
  const drawing = new Drawing(app);
  await drawing.begin();
  await drawing.drop([
    ["Client", 100, 170],
    ["CDN", 360, 170],
    ["Service", 640, 170],
  ]);
  await drawing.connect([
    ["client", "cdn"],
    ["cdn", "service"],
  ]);
  await drawing.runToEnd();
  await drawing.expectHealthy("client", "cdn", "service");
  const rateOf = async (name: string): Promise<number> => {
    const label = (await app.node(name).getAttribute("aria-label")) ?? "";
    return Number(/([\d.,]+) requests/.exec(label)?.[1]?.replaceAll(",", ""));
  };
  expect(await rateOf("service")).toBeLessThan(0.6 * (await rateOf("client")));
});

test("a gateway asks an identity provider", { tag: LONG }, async ({ app }) => {
  const drawing = new Drawing(app);
  await drawing.begin();
  await drawing.drop([
    ["Client", 100, 250],
    ["API gateway", 330, 250],
    ["Service", 640, 250],
    ["Identity provider", 600, 80],
  ]);
  await drawing.connect([
    ["client", "api-gateway"],
    ["api-gateway", "service"],
    ["api-gateway", "identity-provider"],
  ]);
  await drawing.runToEnd();
  await drawing.expectHealthy("client", "api-gateway", "service", "identity-provider");
});
