import type { StateName } from "./state-names.ts";

interface StateGlyphProps {
  readonly state: StateName;
  /** Edge length, px. */
  readonly size?: number;
  /** Color of the sign inside: the surface behind the glyph. */
  readonly surface?: string;
  /** True where the word stands beside it. */
  readonly decorative?: boolean;
}

/** Sign of a state: every state has its own shape, so color is never the only difference. */
export function StateGlyph({
  state,
  size = 16,
  surface = "var(--surface-panel)",
  decorative = false,
}: StateGlyphProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      style={{ flex: "none" }}
      role="img"
      aria-label={state}
      aria-hidden={decorative}
    >
      <StateGlyphShapes state={state} surface={surface} />
    </svg>
  );
}

/** The bare shapes on a 16 px grid, to be placed into another SVG. */
export function StateGlyphShapes({
  state,
  surface = "var(--surface-panel)",
}: {
  readonly state: StateName;
  readonly surface?: string;
}) {
  const color = `var(--state-${state})`;
  const sign = {
    fill: "none",
    stroke: surface,
    strokeWidth: 1.75,
    strokeLinecap: "round",
  } as const;
  switch (state) {
    case "healthy":
      return (
        <>
          <circle cx="8" cy="8" r="6.5" fill={color} />
          <path d="M5.2 8.2l2 2 3.7-4.1" strokeLinejoin="round" {...sign} />
        </>
      );
    case "degraded":
      return (
        <>
          <path d="M8 1.6 15 14H1z" fill={color} stroke={color} strokeLinejoin="round" />
          <path d="M8 6v3.6" {...sign} />
          <circle cx="8" cy="11.9" r="1" fill={surface} />
        </>
      );
    case "saturated":
      return (
        <>
          <rect x="1.5" y="1.5" width="13" height="13" rx="2.5" fill={color} />
          <path d="M4.7 5h6.6M4.7 8h6.6M4.7 11h6.6" {...sign} strokeWidth={1.6} />
        </>
      );
    case "failing":
      return (
        <>
          <path d="M8 .8 15.2 8 8 15.2.8 8z" fill={color} stroke={color} strokeLinejoin="round" />
          <path d="M5.9 5.9l4.2 4.2M10.1 5.9l-4.2 4.2" {...sign} />
        </>
      );
    case "down":
      return (
        <g fill="none" stroke={color} strokeWidth="2">
          <circle cx="8" cy="8" r="6" />
          <path d="M4.2 11.8l7.6-7.6" />
        </g>
      );
    case "recovering":
      return (
        <>
          <path
            d="M13.6 8a5.6 5.6 0 1 1-1.7-4"
            fill="none"
            stroke={color}
            strokeWidth="2"
            strokeLinecap="round"
          />
          <path d="M13.9.9v4h-4z" fill={color} stroke={color} strokeWidth=".8" />
        </>
      );
  }
}
