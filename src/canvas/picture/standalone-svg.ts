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

/** What the shape or word is drawn with, as attributes. */
function appearanceOf(element: Element, tag: string): Map<string, string> {
  const found = new Map<string, string>();
  const style = getComputedStyle(element);
  // Words and glyphs may stand over the rim of their own little drawing.
  if (tag === "svg" && element.parentElement?.closest("svg")) found.set("overflow", "visible");
  if (tag === "g" && style.opacity !== "1") found.set("opacity", style.opacity);
  if (!SHAPES.has(tag) && !WORDS.has(tag)) return found;
  for (const [property, usual] of Object.entries(PROPERTIES)) {
    const value = style.getPropertyValue(property);
    if (value !== "" && !usual.includes(value)) found.set(property, value);
  }
  if (!WORDS.has(tag)) return found;
  const words = OF_TEXT.map((property) => `${property}:${style.getPropertyValue(property)}`);
  return found.set("style", words.join(";").replaceAll('"', "'"));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** The element as text. A copy in the page would be styled by it, which its policy forbids. */
function written(element: Element, inside = ""): string {
  const tag = element.tagName;
  const isDrawn = SHAPES.has(tag) || WORDS.has(tag);
  const own = [...element.attributes]
    .filter(({ name }) => name !== "class" && name !== "style" && !name.startsWith("data-"))
    .filter(({ name }) => !(isDrawn && name in PROPERTIES))
    .map(({ name, value }) => [name, value] as const);
  const attributes = [...own, ...appearanceOf(element, tag)]
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join("");
  const children = [...element.childNodes]
    .map((node) => (node instanceof Element ? written(node) : escaped(node.textContent ?? "")))
    .join("");
  return `<${tag}${attributes}>${inside}${children}</${tag}>`;
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
  const faces = await facesFor(original.textContent ?? "");
  return `${written(original, `<style>${faces}</style>`)}\n`;
}
