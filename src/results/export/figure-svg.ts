// A figure as an SVG file that looks the same everywhere: colors are resolved, the font is inside.
import type { LegendEntry } from "./exportables.ts";

const NAMESPACE = "http://www.w3.org/2000/svg";
const PADDING = 12;
const HEAD_PX = 22;
const LEGEND_PX = 20;
const FONT = "Inter Variable";
const FONT_STACK = `"${FONT}", Inter, system-ui, sans-serif`;

/** What is drawn by attributes; everything else of the page's style is left behind. */
const PAINT = ["fill", "stroke", "stop-color"] as const;

export interface FigureWords {
  readonly title: string;
  /** The line beside the title: which run and which instant. */
  readonly note: string;
  readonly legend: readonly LegendEntry[];
}

/** The figure's drawings at their places, with head and legend; colors are those of the theme. */
export async function figureSvg(figure: HTMLElement, words: FigureWords): Promise<string> {
  const plot = plotOf(figure);
  const box = plot.getBoundingClientRect();
  const width = Math.round(box.width) + 2 * PADDING;
  const top = PADDING + HEAD_PX + (words.legend.length > 0 ? LEGEND_PX : 0);
  const height = Math.round(box.height) + top + PADDING;
  const color = colors(figure);
  const svg = element("svg", {
    xmlns: NAMESPACE,
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    "font-family": FONT_STACK,
    "font-size": 11,
  });
  svg.append(await fontStyle());
  svg.append(element("rect", { width, height, fill: color("--surface-panel") }));
  svg.append(
    text(words.title, { x: PADDING, y: PADDING + 12, fill: color("--text-1"), "font-size": 13 }),
  );
  svg.append(
    text(words.note, {
      x: width - PADDING,
      y: PADDING + 12,
      fill: color("--text-3"),
      "text-anchor": "end",
    }),
  );
  svg.append(...legend(words.legend, figure, color("--text-2")));
  for (const drawing of plot.querySelectorAll("canvas, svg")) {
    if (drawing.parentElement?.closest("svg")) continue;
    const at = drawing.getBoundingClientRect();
    const place = { x: at.left - box.left + PADDING, y: at.top - box.top + top };
    svg.append(copyOf(drawing, { ...place, width: at.width, height: at.height }));
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
}

function plotOf(figure: HTMLElement): HTMLElement {
  const plot = figure.querySelector<HTMLElement>("[data-plot]");
  if (!plot) throw new Error("The figure shows no drawing.");
  return plot;
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key !== "xmlns") made.setAttribute(key, String(value));
  }
  return made;
}

function text(words: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = element("text", attributes);
  made.textContent = words;
  return made;
}

/** Reads tokens as the figure sees them. */
function colors(figure: Element): (token: string) => string {
  const style = getComputedStyle(figure);
  return (token) => style.getPropertyValue(token).trim() || "currentColor";
}

/** A color that may be a token, as a plain color. */
function resolved(value: string, tokens: (token: string) => string): string {
  const [, token] = /^var\((--[\w-]+)\)$/.exec(value) ?? [];
  return token === undefined ? value : tokens(token);
}

/** Average width of a letter of the legend, px. */
const LETTER_PX = 6.2;

function legend(entries: readonly LegendEntry[], figure: Element, fill: string): SVGElement[] {
  const tokens = colors(figure);
  const y = PADDING + HEAD_PX + 8;
  let x = PADDING;
  return entries.flatMap(({ label, color, dash }) => {
    const line = element("path", {
      d: `M${x} ${y}h14`,
      stroke: resolved(color, tokens),
      "stroke-width": 2,
      ...(dash === undefined ? {} : { "stroke-dasharray": dash }),
    });
    const name = text(label, { x: x + 18, y: y + 4, fill });
    x += 18 + label.length * LETTER_PX + 12;
    return [line, name];
  });
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function copyOf(drawing: Element, place: Place): SVGElement {
  if (drawing instanceof HTMLCanvasElement) {
    return element("image", { ...place, href: drawing.toDataURL("image/png") });
  }
  const copy = drawing.cloneNode(true) as SVGElement;
  const originals = [drawing, ...drawing.querySelectorAll("*")];
  for (const [index, node] of [copy, ...copy.querySelectorAll("*")].entries()) {
    const original = originals[index];
    if (original) settle(node, original);
  }
  for (const [key, value] of Object.entries(place)) copy.setAttribute(key, String(value));
  return copy;
}

/** Gives a copied element the colors it has on the page, and takes the page's names off it. */
function settle(node: Element, original: Element): void {
  const style = getComputedStyle(original);
  for (const name of PAINT) {
    if (node.hasAttribute(name)) node.setAttribute(name, style.getPropertyValue(name));
  }
  if (node.tagName === "text" || node.tagName === "tspan") {
    node.setAttribute("font-size", style.fontSize);
    node.setAttribute("fill", style.fill);
  }
  for (const name of ["class", "style", "tabindex", "role", "aria-hidden"]) {
    node.removeAttribute(name);
  }
}

let embedded: Promise<string> | null = null;

/** The page's own font as a data URL; nothing where the page has none (the stack names others). */
async function fontStyle(): Promise<SVGElement> {
  embedded ??= fontUrl();
  const url = await embedded;
  const style = element("style", {});
  if (url !== "") {
    style.textContent = `@font-face{font-family:"${FONT}";font-weight:100 900;src:url(${url}) format("woff2")}`;
  }
  return style;
}

async function fontUrl(): Promise<string> {
  const source = fontSource();
  if (source === null) return "";
  const blob = await (await fetch(source)).blob();
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => resolve("");
    reader.readAsDataURL(blob);
  });
}

/** Where the letters of the Latin alphabet come from. */
function fontSource(): string | null {
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSFontFaceRule)) continue;
      const { style } = rule;
      if (!style.getPropertyValue("font-family").includes(FONT)) continue;
      if (!/U\+0+-0*FF/i.test(style.getPropertyValue("unicode-range"))) continue;
      const [, url] = /url\("?([^")]+)"?\)/.exec(style.getPropertyValue("src")) ?? [];
      if (url !== undefined) return new URL(url, sheet.href ?? document.baseURI).href;
    }
  }
  return null;
}
