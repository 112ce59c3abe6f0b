import { chromium } from "@playwright/test";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const shots = [
  ["dark", 1280, 800, "As far as the window reaches", ["analysts","exporter"], "stream", "Another route"],
  ["light", 1440, 900, "Notifications and slow phones", null, "phones", null],
];
for (const [scheme,w,h,name,edge,tag] of shots) {
  const ctx = await b.newContext({ viewport: { width: w, height: h }, colorScheme: scheme });
  const p = await ctx.newPage();
  p.setDefaultTimeout(60000);
  p.on("pageerror", e => console.log("ERR", e.message));
  p.on("console", m => { if (m.type()==="error") console.log("CONSOLE", m.text()); });
  await p.goto("http://localhost:5189/");
  await p.getByRole("region", { name: "Canvas" }).waitFor();
  await p.getByRole("button", { name: /^Scenario / }).click();
  await p.getByRole("menuitem", { name: /^Gallery/ }).click();
  if (tag === "stream") await p.screenshot({ path: `/tmp/x-gallery.png` });
  await p.getByRole("button", { name: `Open ${name}`, exact: true }).click();
  await p.getByRole("button", { name: `Scenario ${name}`, exact: true }).waitFor();
  await p.waitForTimeout(3000);
  if (edge) await p.getByRole("region", { name: "Canvas" }).getByRole("button", { name: new RegExp(`^${edge[0]} to ${edge[1]}, `) }).press("Enter");
  else await p.getByRole("region", { name: "Canvas" }).getByRole("button", { name: /^Hubs, / }).click();
  await p.waitForTimeout(2500);
  await p.screenshot({ path: `/tmp/x-${tag}-1.png` });
  const insp = p.getByRole("region", { name: "Inspector" });
  if (edge) {
    const f = insp.getByText("Stream of messages", { exact: true }).first();
    await f.scrollIntoViewIfNeeded();
    await p.waitForTimeout(500);
    await p.screenshot({ path: `/tmp/x-${tag}-2.png` });
    const f3 = insp.getByText("Its room comes back", { exact: true }).first();
    if (await f3.count()) { await f3.scrollIntoViewIfNeeded(); await p.waitForTimeout(300); await p.screenshot({ path: `/tmp/x-${tag}-3.png` }); }
  } else {
    const f = insp.getByText("Send buffer", { exact: true }).first();
    await f.scrollIntoViewIfNeeded();
    await p.waitForTimeout(500);
    await p.screenshot({ path: `/tmp/x-${tag}-2.png` });
  }
  await ctx.close();
}
await b.close();
