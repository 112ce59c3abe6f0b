/** Arrowheads of the edges, by sort and state; referred to by id from every line. */
export function ArrowMarkers() {
  return (
    <svg className="ui-defs" width={0} height={0} aria-hidden="true">
      <ArrowMarkerShapes />
    </svg>
  );
}

/** The bare definitions, for a picture that leaves the page. */
export function ArrowMarkerShapes() {
  const common = { viewBox: "0 0 8 8", refX: 7, refY: 4, orient: "auto" } as const;
  return (
    <defs>
      <marker id="arrow-call" {...common} {...sized(8)}>
        <path d="M0 .5 7.5 4 0 7.5z" fill="var(--edge)" />
      </marker>
      <marker id="arrow-failing" {...common} {...sized(10)}>
        <path d="M0 .5 7.5 4 0 7.5z" fill="var(--state-failing)" />
      </marker>
      <marker id="arrow-open" {...common} {...sized(9)}>
        <path d="M1 .8 7 4 1 7.2" fill="none" stroke="var(--edge)" strokeWidth={1.3} />
      </marker>
    </defs>
  );
}

function sized(px: number) {
  return { markerWidth: px, markerHeight: px, markerUnits: "userSpaceOnUse" } as const;
}
