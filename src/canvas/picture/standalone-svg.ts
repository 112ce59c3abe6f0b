// An SVG of the page as a file of its own: what the style sheets say about each shape is written
// into it, and so are the letters, because a picture reaches neither.

/** Properties of shapes and words, with what holds where none is written. */
const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  fill: ["rgb(0, 0, 0)"],
  "fill-opacity": ["1"],
  stroke: ["none"],
  "stroke-width": ["1px", "1"],
  "stroke-opacity": ["1"],
  "stroke-dasharray": ["none"],
  "stroke-linecap": ["butt"],
  "stroke-linejoin": ["miter"],
  opacity: ["1"],
};
const OF_TEXT = ["font-family", "font-size", "font-weight", "font-variant-numeric"];
const SHAPES = new Set(["path", "rect", "circle", "line", "ellipse", "polygon", "polyline"]);
const WORDS = new Set(["text", "tspan"]);
const FAMILY = "Inter Variable";

function writeStyle(original: Element, copy: Element): void {
  const tag = original.tagName.toLowerCase();
  copy.removeAttribute("class");
  copy.removeAttribute("style");
  // Words and glyphs may stand over the rim of their own little drawing.
  if (tag === "svg" && original.parentElement?.closest("svg"))
    copy.setAttribute("overflow", "visible");
  const style = getComputedStyle(original);
  if (tag === "g" && style.opacity !== "1") copy.setAttribute("opacity", style.opacity);
  if (!SHAPES.has(tag) && !WORDS.has(tag)) return;
  for (const [property, usual] of Object.entries(PROPERTIES)) {
    const value = style.getPropertyValue(property);
    copy.removeAttribute(property);
    if (value !== "" && !usual.includes(value)) copy.setAttribute(property, value);
  }
  if (!WORDS.has(tag)) return;
  const words = OF_TEXT.map((property) => `${property}:${style.getPropertyValue(property)}`);
  copy.setAttribute("style", words.join(";").replaceAll('"', "'"));
}

/** Code points of `U+0-FF, U+131` as pairs of first and last. */
export function rangesOf(unicodeRange: string): readonly (readonly [number, number])[] {
  return unicodeRange.split(",").map((part) => {
    const [first = "", last] = part.trim().replace(/^U\+/i, "").split("-");
    if (last !== undefined) return [Number.parseInt(first, 16), Number.parseInt(last, 16)] as const;
    const [low, high] = [first.replaceAll("?", "0"), first.replaceAll("?", "F")];
    return [Number.parseInt(low, 16), Number.parseInt(high, 16)] as const;
  });
}

function holdsAny(unicodeRange: string, text: string): boolean {
  if (unicodeRange === "") return true;
  const ranges = rangesOf(unicodeRange);
  return [...new Set(text)].some((letter) => {
    const point = letter.codePointAt(0) ?? 0;
    return ranges.some(([first, last]) => point >= first && point <= last);
  });
}

function asDataUrl(blob: Blob): Promise<string> {
  return new Promise((done, refuse) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => done(String(reader.result)));
    reader.addEventListener("error", () => refuse(reader.error));
    reader.readAsDataURL(blob);
  });
}

async function faceWithLetters(rule: CSSFontFaceRule): Promise<string> {
  const source = rule.style.getPropertyValue("src");
  const address = /url\("?([^")]+)"?\)/.exec(source)?.[1] ?? "";
  const base = rule.parentStyleSheet?.href ?? document.baseURI;
  // Pages in one file carry their letters along already.
  const url = address.startsWith("data:")
    ? address
    : await asDataUrl(await (await fetch(new URL(address, base))).blob());
  const range = rule.style.getPropertyValue("unicode-range");
  return `@font-face{font-family:'${FAMILY}';font-weight:100 900;src:url(${url}) format('woff2');unicode-range:${range}}`;
}

/** The faces that hold letters of the text, as style rules. */
async function facesFor(text: string): Promise<string> {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const faces = rules.filter((rule): rule is CSSFontFaceRule => {
    if (!(rule instanceof CSSFontFaceRule)) return false;
    const isOurs = rule.style.getPropertyValue("font-family").includes(FAMILY);
    return isOurs && holdsAny(rule.style.getPropertyValue("unicode-range"), text);
  });
  return (await Promise.all(faces.map(faceWithLetters))).join("");
}

/** Text of a file that shows what the element shows, wherever it is opened. */
export async function standaloneSvg(original: SVGSVGElement): Promise<string> {
  const copy = original.cloneNode(true) as SVGSVGElement;
  const [originals, copies] = [original.querySelectorAll("*"), copy.querySelectorAll("*")];
  for (const [index, element] of originals.entries()) {
    const twin = copies[index];
    if (twin) writeStyle(element, twin);
  }
  const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
  style.textContent = await facesFor(copy.textContent ?? "");
  copy.prepend(style);
  return `${new XMLSerializer().serializeToString(copy)}\n`;
}
