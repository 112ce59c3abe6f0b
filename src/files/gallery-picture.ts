// The drawing of a scenario as a small picture: outlines where the file places its nodes, and lines.
import { kindOf } from "../../simulation/kinds/catalog.ts";
import type { Family } from "../../simulation/kinds/define.ts";

export interface PictureNode {
  readonly id: string;
  readonly family: Family;
  readonly icon: string;
  readonly delivers: boolean;
  readonly x: number;
  readonly y: number;
}

export interface GalleryPicture {
  readonly nodes: readonly PictureNode[];
  readonly lines: readonly {
    readonly id: string;
    readonly path: string;
    readonly isMessage: boolean;
  }[];
  /** Of the whole, as an SVG has it. */
  readonly viewBox: string;
}

export const NODE_WIDTH = 96;
export const NODE_HEIGHT = 52;
const MARGIN = 16;
/** Places of files are of larger cards; nearer together the small ones are easier to see. */
const SHRINK = 0.62;

/** Two nodes alone are not drawn larger than several. */
const LEAST = { width: 520, height: 150 };

interface Drawn {
  readonly nodes?: Readonly<Record<string, { readonly kind?: string }>>;
  readonly edges?: Readonly<Record<string, unknown>>;
  readonly layout?: Readonly<Record<string, unknown>>;
}

function placeOf(layout: Drawn["layout"], id: string): readonly [number, number] | null {
  const at = layout?.[id];
  if (!Array.isArray(at) || typeof at[0] !== "number" || typeof at[1] !== "number") return null;
  return [at[0] * SHRINK, at[1] * SHRINK];
}

function nodesOf({ nodes = {}, layout }: Drawn): PictureNode[] {
  return Object.entries(nodes).flatMap(([id, { kind = "" }]) => {
    const at = placeOf(layout, id);
    if (!at) return [];
    const definition = kindOf(kind);
    const { family = "compute", icon = "service" } = definition ?? {};
    const delivers = definition?.deliver !== undefined;
    return [{ id, family, icon, delivers, x: at[0], y: at[1] }];
  });
}

/** From the right side of one node to the left side of the other. */
function pathBetween(from: PictureNode, to: PictureNode): string {
  const [x1, y1] = [from.x + NODE_WIDTH, from.y + NODE_HEIGHT / 2];
  const [x2, y2] = [to.x, to.y + NODE_HEIGHT / 2];
  const bend = Math.max(12, Math.abs(x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

/** null: the file places nothing. */
export function pictureOf(document: Drawn): GalleryPicture | null {
  const nodes = nodesOf(document);
  if (nodes.length === 0) return null;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const lines = Object.keys(document.edges ?? {}).flatMap((id) => {
    const [from = "", to = ""] = (id.split("#")[0] ?? "").split("->");
    const [start, end] = [byId.get(from), byId.get(to)];
    if (!start || !end) return [];
    const isMessage = start.delivers || end.family === "messaging";
    return [{ id, path: pathBetween(start, end), isMessage }];
  });
  return { nodes, lines, viewBox: viewBoxOf(nodes) };
}

function viewBoxOf(nodes: readonly PictureNode[]): string {
  const left = Math.min(...nodes.map(({ x }) => x)) - MARGIN;
  const top = Math.min(...nodes.map(({ y }) => y)) - MARGIN;
  const width = Math.max(...nodes.map(({ x }) => x)) + NODE_WIDTH + MARGIN - left;
  const height = Math.max(...nodes.map(({ y }) => y)) + NODE_HEIGHT + MARGIN - top;
  const [wide, tall] = [Math.max(width, LEAST.width), Math.max(height, LEAST.height)];
  return `${left - (wide - width) / 2} ${top - (tall - height) / 2} ${wide} ${tall}`;
}
