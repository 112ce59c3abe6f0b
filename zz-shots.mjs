import { chromium } from "@playwright/test";
const out = "/tmp/p11/c2/";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
async function fresh(w, h, dark) {
  const c = await b.newContext({ viewport: { width: w, height: h }, colorScheme: dark ? "dark" : "light", reducedMotion: "reduce" });
  const p = await c.newPage();
  p.on("console", (m) => m.type() === "error" && console.log("console", m.text()));
  p.on("pageerror", (e) => console.log("pageerror", String(e)));
  await p.goto("http://localhost:5187/");
  await p.getByRole("region", { name: "Canvas" }).waitFor();
  return p;
}
async function open(p, name) {
  await p.getByRole("button", { name: /^Scenario / }).click();
  await p.getByRole("menuitem", { name: /^Gallery/ }).click();
  await p.getByRole("button", { name: `Open ${name}`, exact: true }).click();
  await p.getByRole("button", { name: `Scenario ${name}`, exact: true }).waitFor();
  await p.getByRole("radiogroup", { name: "Speed" }).getByText("Max", { exact: true }).click();
  await p.keyboard.press("Control+Enter");
  await p.getByRole("status", { name: "Digest of the run" }).filter({ hasText: /./ }).waitFor({ timeout: 60000 });
}
const node = (p, n) => p.getByRole("region", { name: "Canvas" }).getByRole("button", { name: new RegExp(`^${n}, `) });
const p = await fresh(1440, 900, true);
await open(p, "Monolith or services");
await p.screenshot({ path: out + "mono-dark.png" });
await node(p, "Shop").click(); await p.waitForTimeout(500);
await p.screenshot({ path: out + "mono-shop.png" });
const q = await fresh(1280, 800, false);
await open(q, "Late events");
await node(q, "Trucks per region").click(); await q.waitForTimeout(500);
await q.screenshot({ path: out + "late-light.png" });
await open(q, "Ask or announce");
await q.screenshot({ path: out + "ask-light.png" });
await b.close();
