import { THIN_REASON } from "./estimates.ts";

/** A star beside a quantile of too few samples. */
export function ThinMark() {
  return (
    <span className="results-thin" title={THIN_REASON}>
      <span aria-hidden="true">*</span>
      <span className="ui-visually-hidden"> ({THIN_REASON})</span>
    </span>
  );
}
