import type { ReactNode } from "react";

export interface Fact {
  readonly label: string;
  readonly value: string;
  /** Smaller, behind the value: "/200". */
  readonly rest?: string;
  readonly tone?: "failing" | "saturated" | "degraded" | undefined;
}

/** A few live numbers side by side. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="insp-facts">
      {facts.map(({ label, value, rest, tone }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="ui-num" data-tone={tone}>
            {value}
            {rest ? <small> {rest}</small> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Numbers below each other, with room for their names. */
export function FactTable({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="insp-fact-table">
      {facts.map(({ label, value, rest, tone }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="ui-num" data-tone={tone}>
            {value}
            {rest ? ` ${rest}` : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface BlockProps {
  readonly heading: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** Fields under a heading. */
export function Block({ heading, aside, children }: BlockProps) {
  return (
    <section className="insp-block" aria-label={heading}>
      <header className="insp-block-head">
        <h3>{heading}</h3>
        {aside}
      </header>
      {children}
    </section>
  );
}
