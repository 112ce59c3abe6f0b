import { PROTOCOL_GUIDES, type ProtocolGuideText } from "./protocol-guides.ts";

const HEADINGS: readonly (readonly [keyof ProtocolGuideText, string])[] = [
  ["useWhen", "Use when"],
  ["avoidWhen", "Avoid when"],
  ["modeled", "Modeled"],
  ["notModeled", "Not modeled"],
];

/** When a protocol is the right one, and what of it is simulated; folded away at first. */
export function ProtocolGuide({ id, label }: { readonly id: string; readonly label: string }) {
  const guide = PROTOCOL_GUIDES[id];
  return guide === undefined ? null : <Guide label={label} guide={guide} />;
}

interface GuideProps {
  readonly label: string;
  readonly guide: ProtocolGuideText;
}

export function Guide({ label, guide }: GuideProps) {
  return (
    <details className="insp-guide">
      <summary>About {label}</summary>
      <dl>
        {HEADINGS.map(([name, heading]) => (
          <div key={name}>
            <dt>{heading}</dt>
            <dd>{guide[name]}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
