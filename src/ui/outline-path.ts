// Outlines of nodes: the shape tells the family before the icon is readable.

export type OutlineFamily = "edge" | "compute" | "data" | "messaging" | "control";

const CAPSULE_RADIUS = 24;
const CARD_RADIUS = 8;
const LID_HEIGHT = 8;
const CUT = 12;
const POINT = 10;

/**
 * SVG path of a closed outline that fills 0..width x 0..height (px). Capsule for edge, rounded
 * rectangle for compute, drum for data, hexagon for messaging, cut corners for control.
 */
export function outlinePath(family: OutlineFamily, width: number, height: number): string {
  switch (family) {
    case "edge":
      return roundedRectangle(width, height, Math.min(CAPSULE_RADIUS, height / 2));
    case "compute":
      return roundedRectangle(width, height, Math.min(CARD_RADIUS, height / 2));
    case "data":
      return drum(width, height);
    case "messaging":
      return hexagon(width, height);
    case "control":
      return cutCorners(width, height);
  }
}

/** Front rim of the drum's lid, for the data family only; drawn without fill. */
export function drumRimPath(width: number): string {
  const lid = LID_HEIGHT;
  return `M0 ${lid}C0 ${lid * 2.33} ${width} ${lid * 2.33} ${width} ${lid}`;
}

function roundedRectangle(width: number, height: number, radius: number): string {
  const right = width - radius;
  const bottom = height - radius;
  const corner = `A${radius} ${radius} 0 0 1 `;
  return (
    `M${radius} 0H${right}${corner}${width} ${radius}V${bottom}${corner}${right} ${height}` +
    `H${radius}${corner}0 ${bottom}V${radius}${corner}${radius} 0Z`
  );
}

function drum(width: number, height: number): string {
  const lid = LID_HEIGHT;
  const bulge = lid / 3;
  return (
    `M0 ${lid}C0 ${-bulge} ${width} ${-bulge} ${width} ${lid}V${height - lid}` +
    `C${width} ${height + bulge} 0 ${height + bulge} 0 ${height - lid}Z`
  );
}

function hexagon(width: number, height: number): string {
  const middle = height / 2;
  const right = width - POINT;
  return (
    `M${POINT + 2} 0H${right - 2}Q${right + 1} 0 ${right + 2} 3L${width - 0.6} ${middle - 2}` +
    `Q${width} ${middle} ${width - 0.6} ${middle + 2}L${right + 2} ${height - 3}` +
    `Q${right + 1} ${height} ${right - 2} ${height}H${POINT + 2}` +
    `Q${POINT - 1} ${height} ${POINT - 2} ${height - 3}L0.6 ${middle + 2}` +
    `Q0 ${middle} 0.6 ${middle - 2}L${POINT - 2} 3Q${POINT - 1} 0 ${POINT + 2} 0Z`
  );
}

function cutCorners(width: number, height: number): string {
  const cut = Math.min(CUT, height / 3);
  return (
    `M${cut} 0H${width - cut}L${width} ${cut}V${height - cut}L${width - cut} ${height}` +
    `H${cut}L0 ${height - cut}V${cut}Z`
  );
}
