// The studio as the bench drives it: open a drawing, run it, drag, pan, move a slider.

/** @typedef {import("@playwright/test").Page} Page */

/**
 * @param {Page} page
 * @param {string} url
 * @param {object} scenario
 */
export async function openDrawing(page, url, scenario) {
  await page.emulateMedia({ reducedMotion: "no-preference" });
  // The browser's own dialog cannot be driven; without it the page asks through a file field.
  await page.addInitScript("delete window.showOpenFilePicker");
  await page.goto(url);
  await page.getByRole("region", { name: "Canvas" }).waitFor();
  await page.getByRole("button", { name: /^Scenario / }).click();
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("menuitem", { name: /^Open file/ }).click();
  const buffer = Buffer.from(JSON.stringify(scenario));
  await (await chooser).setFiles({ name: "bench.json", mimeType: "application/json", buffer });
  const { name } = /** @type {{ name: string }} */ (scenario);
  await page.getByRole("button", { name: `Scenario ${name}`, exact: true }).waitFor();
}

/** @param {Page} page */
export async function run(page) {
  await page.getByRole("radiogroup", { name: "Speed" }).getByText("10×", { exact: true }).click();
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
}

/** @param {Page} page */
async function canvasBox(page) {
  const box = await page.getByRole("region", { name: "Canvas" }).boundingBox();
  if (!box) throw new Error("the canvas is not on the page");
  return box;
}

const MOVES = 60;

/**
 * Takes hold of a place and moves it about for a while.
 * @param {Page} page
 * @param {{ x: number, y: number }} from
 */
async function dragAbout(page, { x, y }) {
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let move = 1; move <= MOVES; move++) {
    const turn = (move / MOVES) * 2 * Math.PI;
    await page.mouse.move(x + 120 * Math.sin(turn), y + 80 * (1 - Math.cos(turn)));
    await page.waitForTimeout(16);
  }
  await page.mouse.up();
}

/**
 * @param {Page} page
 * @param {string} name
 */
export async function dragNode(page, name) {
  const box = await page.getByRole("button", { name: new RegExp(`^${name}, `) }).boundingBox();
  if (!box) throw new Error(`${name} is not in sight`);
  await dragAbout(page, { x: box.x + box.width / 2, y: box.y + box.height / 2 });
}

/** @param {Page} page */
export async function pan(page) {
  const box = await canvasBox(page);
  await dragAbout(page, { x: box.x + box.width - 12, y: box.y + box.height / 2 });
}

/**
 * Focuses the slider of a parameter that may change while it runs.
 * @param {Page} page
 * @param {string} node
 */
export async function focusSlider(page, node) {
  await page.getByRole("button", { name: new RegExp(`^${node}, `) }).press("Enter");
  const slider = page.getByRole("slider", { name: "Slots per instance slider" });
  await slider.waitFor();
  await slider.focus();
}
