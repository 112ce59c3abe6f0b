import {
  numberIn,
  PictureFrame,
  type PictureProps,
  shortDuration,
  Words,
} from "./PictureFrame.tsx";

interface Way {
  readonly answer: string;
  readonly outcome: string;
  readonly text: string;
}

function wayOf({ values }: PictureProps): Way {
  const took = numberIn(values, "latencyMs");
  const after = took === null ? "" : ` after ${shortDuration(took)}`;
  switch (values.type) {
    case "cache":
      return {
        answer: "stale value",
        outcome: "degraded",
        text: `A failed call is answered from a cache${after}; the request ends as degraded.`,
      };
    case "ignore":
      return {
        answer: "nothing",
        outcome: "degraded",
        text: "A failed call is ignored; the request ends as degraded.",
      };
    case "call":
      return {
        answer: "other call",
        outcome: "ok",
        text: "A failed call is replaced by one over another edge; its success counts as ok.",
      };
    default:
      return {
        answer: "static answer",
        outcome: "degraded",
        text: `A failed call is answered by the caller itself${after}; the request ends as degraded.`,
      };
  }
}

/** A failed call, what takes its place, and what the request counts as. */
export function FallbackPicture(props: PictureProps) {
  const { answer, outcome, text } = wayOf(props);
  return (
    <PictureFrame height={28} text={text}>
      <rect className="insp-step" data-tone="failing" x="1" y="3" width="66" height="22" rx="11" />
      <Words x={34} y={18} anchor="middle" strong>
        call fails
      </Words>
      <path className="insp-flow" d="M70 14H86" />
      <rect className="insp-step" x="90" y="3" width="92" height="22" rx="11" />
      <Words x={136} y={18} anchor="middle" strong>
        {answer}
      </Words>
      <path className="insp-flow" d="M185 14H201" />
      <Words x={206} y={18}>
        {outcome}
      </Words>
    </PictureFrame>
  );
}
