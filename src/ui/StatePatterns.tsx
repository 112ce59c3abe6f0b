// Bar patterns of the states, drawn over the state's color in the color of the panel. Mount
// StatePatterns once in the page; fill with `url(#pattern-failing)`.

export function StatePatterns() {
  const line = { fill: "none", stroke: "var(--surface-panel)" } as const;
  return (
    <svg width="0" height="0" className="ui-defs" aria-hidden="true">
      <defs>
        <pattern id="pattern-degraded" width="4" height="4" patternUnits="userSpaceOnUse">
          <circle cx="2" cy="2" r=".85" fill="var(--surface-panel)" />
        </pattern>
        <pattern id="pattern-saturated" width="4" height="4" patternUnits="userSpaceOnUse">
          <path d="M1 0v4" {...line} />
        </pattern>
        <pattern id="pattern-failing" width="5" height="5" patternUnits="userSpaceOnUse">
          <path d="M-1 6 6-1M-1 1 1-1M4 6l2-2" {...line} strokeWidth="1.1" />
        </pattern>
        <pattern id="pattern-down" width="5" height="5" patternUnits="userSpaceOnUse">
          <path d="M0 0l5 5M5 0 0 5" {...line} strokeWidth=".9" />
        </pattern>
        <pattern id="pattern-recovering" width="5" height="5" patternUnits="userSpaceOnUse">
          <path d="M-1-1 6 6M4-1l2 2M-1 4l2 2" {...line} strokeWidth=".8" />
        </pattern>
        <pattern id="pattern-fault" width="6" height="6" patternUnits="userSpaceOnUse">
          <path
            d="M-1 7 7-1M-1 1 1-1M5 7l2-2"
            fill="none"
            stroke="var(--state-failing)"
            opacity=".4"
          />
        </pattern>
      </defs>
    </svg>
  );
}
