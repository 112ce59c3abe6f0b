// The driver of the app: what a person does, as verbs. Specs know no roles or labels beyond these,
// and nothing here knows a CSS selector.
import { expect, type Locator, type Page } from "@playwright/test";

export type Speed = "0.1×" | "1×" | "10×" | "Max";

export class App {
  readonly page: Page;
  /** Errors of the console and of the page; every journey ends with none. */
  readonly errors: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on("console", (message) => {
      if (message.type() === "error") this.errors.push(message.text());
    });
    page.on("pageerror", (error) => this.errors.push(String(error)));
  }

  /** Opens the page as someone who was never here. */
  async visit(): Promise<void> {
    // The system's save dialog cannot be driven from here; without it the app downloads.
    await this.page.addInitScript(() => Reflect.deleteProperty(window, "showSaveFilePicker"));
    await this.page.goto("/");
    await expect(this.canvas()).toBeVisible();
  }

  /** The same as someone who asked for less motion: nothing runs until told to. */
  async visitAtRest(): Promise<void> {
    await this.page.emulateMedia({ reducedMotion: "reduce" });
    await this.visit();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await expect(this.canvas()).toBeVisible();
  }

  expectNoErrors(): void {
    expect(this.errors).toEqual([]);
  }

  // What is on the page

  canvas(): Locator {
    return this.page.getByRole("region", { name: "Canvas" });
  }

  /** A node by its name; its label says kind, state and rate. */
  node(name: string): Locator {
    return this.canvas().getByRole("button", { name: new RegExp(`^${name}, `) });
  }

  /** All nodes of the drawing. */
  nodes(): Locator {
    return this.canvas().getByRole("button", {
      name: /(not simulated yet|not connected yet|no traffic|healthy|degraded|saturated|failing|down|recovering)/,
    });
  }

  edge(from: string, to: string): Locator {
    return this.canvas().getByRole("button", { name: new RegExp(`^${from} to ${to}, `) });
  }

  breaker(): Locator {
    return this.canvas().getByRole("img", { name: /^Circuit breaker/ });
  }

  inspector(): Locator {
    return this.page.getByRole("region", { name: "Inspector" });
  }

  timeline(): Locator {
    return this.page.getByRole("region", { name: "Timeline" });
  }

  results(): Locator {
    return this.page.getByRole("region", { name: "Results" });
  }

  /** The charts that are drawn now. */
  charts(): Locator {
    return this.results().getByRole("figure");
  }

  /** What the run's story says so far. */
  story(): Locator {
    return this.page.getByRole("status", { name: "Story of the run" });
  }

  // Running

  async run(): Promise<void> {
    await this.page.getByRole("button", { name: "Run", exact: true }).click();
  }

  async pause(): Promise<void> {
    await this.page.getByRole("button", { name: "Pause", exact: true }).click();
  }

  /** Ctrl Enter: the pointer stays away, so that no tooltip comes up. */
  async pauseByKey(): Promise<void> {
    await expect(this.page.getByRole("button", { name: "Pause", exact: true })).toBeEnabled();
    await this.page.keyboard.press("Control+Enter");
    await expect(this.page.getByRole("button", { name: "Run", exact: true })).toBeVisible();
  }

  async step(): Promise<void> {
    await this.page.getByRole("button", { name: "Step one event" }).click();
  }

  async reset(): Promise<void> {
    await this.page.getByRole("button", { name: "Reset", exact: true }).click();
  }

  async setSpeed(speed: Speed): Promise<void> {
    const speeds = this.page.getByRole("radiogroup", { name: "Speed" });
    await speeds.getByText(speed, { exact: true }).click();
  }

  async setSeed(seed: number): Promise<void> {
    const field = this.page.getByRole("banner").getByRole("textbox", { name: "Seed" });
    await field.fill(String(seed));
    await field.press("Enter");
  }

  /** Simulated time as shown, in seconds. */
  async clockS(): Promise<number> {
    const text = await this.page.getByRole("timer", { name: "Simulated time" }).innerText();
    const [now = ""] = text.split(" / ");
    return now.split(":").reduce((total, part) => total * 60 + Number(part), 0);
  }

  async expectRunning(): Promise<void> {
    await expect(this.page.getByRole("button", { name: "Pause", exact: true })).toBeVisible();
  }

  /** Waits until the run has ended; gives its digest. */
  async untilEnd(): Promise<string> {
    const digest = this.page.getByRole("status", { name: "Digest of the run" });
    await expect(digest).not.toBeEmpty({ timeout: 45_000 });
    return digest.innerText();
  }

  // Breaking

  faultButton(name: string): Locator {
    return this.page.getByRole("region", { name: "Break something" }).getByRole("button", { name });
  }

  async breakWith(fault: string): Promise<void> {
    await this.faultButton(fault).click();
  }

  /** Shows the shelf of faults in the palette. */
  async showFaults(): Promise<void> {
    const shelves = this.page.getByRole("radiogroup", { name: "What the palette shows" });
    await shelves.getByText("Faults", { exact: true }).click();
  }

  private fault(name: string): Locator {
    return this.page.getByRole("button", { name: `Break with ${name}`, exact: true });
  }

  /** Clicks a fault on the shelf, then what it shall hit. */
  async breakByClick(fault: string, node: string): Promise<void> {
    await this.fault(fault).click();
    await this.node(node).click();
  }

  /** Drags a fault onto the timeline, to a share of its width. */
  async scheduleByDrag(fault: string, share: number): Promise<void> {
    const box = await this.timeline().boundingBox();
    if (!box) throw new Error("no timeline");
    const targetPosition = { x: box.width * share, y: 50 };
    await this.fault(fault).dragTo(this.timeline(), { targetPosition });
  }

  /** A fault's bar on the timeline; its label says from when to when. */
  faultBar(name: string): Locator {
    return this.timeline().getByRole("button", { name: new RegExp(`^${name}, `) });
  }

  campaign(): Locator {
    return this.page.getByRole("dialog", { name: "Break it at random" });
  }

  async startCampaign(runs: number): Promise<void> {
    await this.timeline().getByRole("button", { name: "Random…" }).click();
    await this.campaign().getByRole("textbox", { name: "Runs" }).fill(String(runs));
    await this.campaign().getByRole("button", { name: "Start", exact: true }).click();
  }

  campaignRun(rank: number): Locator {
    return this.campaign().getByRole("button", { name: `Open number ${rank}`, exact: true });
  }

  // Policies

  async choosePreset(policy: string, preset: string): Promise<void> {
    const card = this.inspector().getByRole("region", { name: policy, exact: true });
    await card.getByText(policy, { exact: true }).locator("..").getByRole("switch").press("Space");
    const chooser = card.getByRole("combobox", { name: `${policy}: preset` });
    await chooser.selectOption({ label: preset });
  }

  /** What the picture of a policy says. */
  picture(policy: string): Locator {
    return this.inspector()
      .getByRole("region", { name: policy, exact: true })
      .getByRole("figure")
      .getByRole("img")
      .first();
  }

  // Drawing

  paletteSearch(): Locator {
    return this.page.getByRole("textbox", { name: "Search the palette" });
  }

  /** Clicks a kind on the shelf. */
  async addByClick(kind: string): Promise<void> {
    await this.page.getByRole("button", { name: `Add ${kind}`, exact: true }).click();
  }

  /** Drags a kind from the shelf to a place of the canvas (px from its upper left corner). */
  async addByDrag(kind: string, x: number, y: number): Promise<void> {
    const item = this.page.getByRole("button", { name: `Add ${kind}`, exact: true });
    await item.dragTo(this.canvas(), { targetPosition: { x, y } });
  }

  /** Slash, a few letters, Enter. */
  async addByKeyboard(letters: string): Promise<void> {
    await this.page.keyboard.press("/");
    await expect(this.paletteSearch()).toBeFocused();
    await this.page.keyboard.type(letters);
    await this.page.keyboard.press("Enter");
  }

  /** Drags from the right port of a node onto another node. */
  async connect(from: string, to: string): Promise<void> {
    await this.beginConnecting(from);
    await this.pointAt(to);
    await this.page.mouse.up();
  }

  /** Zooms with the pointer over the middle of the drawing, until it has come to rest there. */
  async zoomByWheel(px: number): Promise<void> {
    const before = await this.nodes().first().boundingBox();
    await this.canvas().hover();
    await this.page.mouse.wheel(0, px);
    await expect.poll(() => this.nodes().first().boundingBox()).not.toEqual(before);
    await this.nodes().first().evaluate(untilAtRest);
  }

  /** Takes hold of the right port of a node. */
  async beginConnecting(from: string): Promise<void> {
    await this.node(from).hover();
    const box = await this.boxOf(from);
    await this.page.mouse.move(box.x + box.width, box.y + box.height / 2);
    await this.page.mouse.down();
  }

  /** Moves the pointer to the middle of a node, in steps, as a hand does. */
  async pointAt(name: string): Promise<void> {
    const box = await this.boxOf(name);
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await this.page.mouse.move(x - 10, y - 4, { steps: 8 });
    await this.page.mouse.move(x, y, { steps: 2 });
  }

  async release(): Promise<void> {
    await this.page.mouse.up();
  }

  private async boxOf(name: string) {
    const box = await this.node(name).boundingBox();
    if (!box) throw new Error(`${name} is not on the canvas`);
    return box;
  }

  /** On the node that has the keyboard's focus: `C`, arrows until the target is offered, Enter. */
  async connectByKeyboard(from: string, to: string): Promise<void> {
    await this.node(from).focus();
    await this.page.keyboard.press("c");
    const offered = this.canvas().getByText(`Connect to ${to}`, { exact: true });
    for (let turn = 0; turn < 20; turn++) {
      await this.page.keyboard.press("ArrowRight");
      if ((await offered.count()) > 0) break;
    }
    await this.page.keyboard.press("Enter");
  }

  async moveNode(name: string, dx: number, dy: number): Promise<void> {
    const box = await this.boxOf(name);
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x + dx / 2, y + dy / 2, { steps: 4 });
    await this.page.mouse.move(x + dx, y + dy, { steps: 4 });
    await this.page.mouse.up();
  }

  async renameNode(name: string, to: string): Promise<void> {
    await this.node(name).dblclick();
    const field = this.page.getByRole("textbox", { name: `Name of ${name}` });
    await field.fill(to);
    await field.press("Enter");
  }

  async select(name: string): Promise<void> {
    await this.node(name).click();
  }

  async selectEdge(from: string, to: string): Promise<void> {
    await this.edge(from, to).press("Enter");
  }

  async deleteNode(name: string): Promise<void> {
    await this.node(name).press("Delete");
  }

  async undo(): Promise<void> {
    await this.page.getByRole("button", { name: /^Undo/ }).click();
  }

  async redo(): Promise<void> {
    await this.page.getByRole("button", { name: /^Redo/ }).click();
  }

  /** Undoes until nothing is left to undo. */
  async undoAll(): Promise<void> {
    const button = this.page.getByRole("button", { name: /^Undo/ });
    while (await button.isEnabled()) await button.click();
  }

  async redoAll(): Promise<void> {
    const button = this.page.getByRole("button", { name: /^Redo/ });
    while (await button.isEnabled()) await button.click();
  }

  // Files

  private async fromMenu(item: string): Promise<void> {
    await this.page.getByRole("button", { name: /^Scenario / }).click();
    await this.page.getByRole("menuitem", { name: new RegExp(`^${item}`) }).click();
  }

  async newBlank(): Promise<void> {
    await this.fromMenu("New");
  }

  async openFromGallery(name: string): Promise<void> {
    await this.fromMenu("Gallery");
    await this.page.getByRole("button", { name: `Open ${name}`, exact: true }).click();
    await expect(this.scenarioName(name)).toBeVisible();
  }

  scenarioName(name: string): Locator {
    return this.page.getByRole("button", { name: `Scenario ${name}`, exact: true });
  }

  /** Opens a file given as text through the file dialog. */
  async openFile(name: string, text: string): Promise<void> {
    const chooser = this.page.waitForEvent("filechooser");
    await this.fromMenu("Open file");
    const file = { name, mimeType: "application/json", buffer: Buffer.from(text) };
    await (await chooser).setFiles(file);
  }

  brokenFileDialog(): Locator {
    return this.page.getByRole("dialog", { name: /cannot be opened$/ });
  }

  async closeDialog(): Promise<void> {
    await this.page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  }

  /** Saves as a download; gives the file's name and text. */
  async saveAsDownload(): Promise<{ readonly name: string; readonly text: string }> {
    const started = this.page.waitForEvent("download");
    await this.fromMenu("Save as");
    const download = await started;
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    return {
      name: download.suggestedFilename(),
      text: Buffer.concat(chunks).toString("utf8"),
    };
  }

  async expectSaved(): Promise<void> {
    await expect(this.page.getByText("Saved", { exact: true })).toBeVisible();
  }

  // Believing

  validationPage(): Locator {
    return this.page.getByRole("dialog", { name: "Why believe it?" });
  }

  async askWhyBelieve(): Promise<void> {
    await this.page.getByRole("button", { name: "Help", exact: true }).click();
    await this.page.getByRole("menuitem", { name: "Why believe it?" }).click();
    await expect(this.validationPage()).toBeVisible();
  }

  async leaveValidationPage(): Promise<void> {
    await this.page.getByRole("button", { name: "Back to the studio" }).click();
    await expect(this.validationPage()).toBeHidden();
  }

  /** Ctrl K, a few letters, Enter. */
  async command(letters: string): Promise<void> {
    await this.page.keyboard.press("Control+k");
    await expect(this.page.getByRole("textbox", { name: "Search the commands" })).toBeFocused();
    await this.page.keyboard.type(letters);
    await this.page.keyboard.press("Enter");
  }

  /** A case of the validation page by the beginning of its model. */
  validationCase(model: string): Locator {
    return this.validationPage()
      .getByRole("button", { name: new RegExp(`^${model}`) })
      .first();
  }

  /** Answers as a static host does for a file that is not there: with the start page. */
  async withoutFile(name: string): Promise<void> {
    await this.page.route(`**/${name}`, (route) =>
      route.fulfill({ status: 200, contentType: "text/html", body: "<!doctype html>" }),
    );
  }

  // The compiled engine

  /** Takes WebAssembly out of the policy of the page and its workers; call it before `visit`. */
  async forbidWebAssembly(): Promise<void> {
    const strict = (policy: string): string => policy.replace(" 'wasm-unsafe-eval'", "");
    await this.page.context().route("**/*", async (route) => {
      const response = await route.fetch({ maxRetries: 3 });
      const headers = response.headers();
      headers["content-security-policy"] = strict(headers["content-security-policy"] ?? "");
      const isPage = (headers["content-type"] ?? "").includes("text/html");
      if (isPage) await route.fulfill({ response, headers, body: strict(await response.text()) });
      else await route.fulfill({ response, headers });
    });
  }

  /** Files that are still under way are waited for, since a page that closes would fail them. */
  async allowWebAssembly(): Promise<void> {
    await this.page.context().unrouteAll({ behavior: "wait" });
  }

  /** "wasm", or "js" and why, as the simulation worker notes it in the browser's timeline. */
  async kernel(): Promise<{ kind: string; durationMs: number }> {
    const [worker = await this.page.waitForEvent("worker")] = this.page.workers();
    const read = (): Promise<{ kind: string; durationMs: number } | null> =>
      worker.evaluate(() => {
        const [entry] = performance.getEntriesByName("kernel") as PerformanceMeasure[];
        return entry ? { kind: String(entry.detail), durationMs: entry.duration } : null;
      });
    await expect.poll(read).not.toBeNull();
    return (await read()) ?? { kind: "", durationMs: Infinity };
  }

  // Distributions

  async chooseDistribution(field: string, type: string): Promise<void> {
    const list = this.inspector().getByRole("combobox", { name: field, exact: true });
    await list.selectOption({ label: type });
  }

  /** A number of a distribution: "Service time: mean". */
  distributionNumber(name: string): Locator {
    return this.inspector().getByRole("textbox", { name, exact: true });
  }

  moments(field: string): Locator {
    return this.inspector().getByLabel(`${field}: moments`);
  }

  // View

  async setTheme(theme: "As the system" | "Dark" | "Light"): Promise<void> {
    await this.page.getByRole("button", { name: "Theme" }).click();
    await this.page.getByRole("menuitemradio", { name: theme }).click();
  }
}

/** Resolves once the element has been in the same place for two frames. */
async function untilAtRest(element: Element): Promise<void> {
  const place = (): string => JSON.stringify(element.getBoundingClientRect());
  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
  let [same, last] = [0, ""];
  while (same < 2) {
    await frame();
    same = place() === last ? same + 1 : 0;
    last = place();
  }
}
