import { type IconShape, KIND_ICONS } from "./kind-icons.ts";

interface KindIconProps {
  /** Name of the icon as in a kind's definition. */
  readonly icon: string;
  /** Edge length, px. */
  readonly size?: number;
}

/** Icon of a kind in the current text color. Decoration: the name always stands beside it. */
export function KindIcon({ icon, size = 18 }: KindIconProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <KindIconShapes icon={icon} />
    </svg>
  );
}

/** The bare shapes, to be placed into another SVG. An unknown name draws the service. */
export function KindIconShapes({ icon }: { readonly icon: string }) {
  const shapes = KIND_ICONS[icon] ?? KIND_ICONS.service ?? [];
  return shapes.map((shape, index) => (
    // The list never changes its order.
    // biome-ignore lint/suspicious/noArrayIndexKey: constant list
    <ShapeElement key={index} shape={shape} />
  ));
}

function ShapeElement({ shape }: { readonly shape: IconShape }) {
  if ("p" in shape) return <path d={shape.p} strokeDasharray={shape.dash} />;
  if ("c" in shape) {
    const [cx, cy, radius] = shape.c;
    return <circle cx={cx} cy={cy} r={radius} />;
  }
  if ("r" in shape) {
    const [x, y, width, height, rx] = shape.r;
    return <rect x={x} y={y} width={width} height={height} rx={rx} />;
  }
  const [cx, cy, rx, ry] = shape.e;
  return <ellipse cx={cx} cy={cy} rx={rx} ry={ry} />;
}
