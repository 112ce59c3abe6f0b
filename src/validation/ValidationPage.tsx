import "./validation.css";
import { useEffect, useRef, useState } from "react";
import type { ValidationReport } from "../../simulation/results/validation-report.ts";
import { formatCount } from "../ui/format.ts";
import { CaseTable } from "./CaseTable.tsx";
import { loadReport } from "./load-report.ts";
import { NotModeled } from "./NotModeled.tsx";
import { Reproducibility } from "./Reproducibility.tsx";
import { StateRules } from "./StateRules.tsx";
import { Summary } from "./Summary.tsx";

export type PageSection = "tested" | "state-rules";

interface ValidationPageProps {
  /** The section that is shown first. */
  readonly section: PageSection;
  readonly onClose: () => void;
}

const SECTIONS = [
  ["tested", "What is tested"],
  ["results", "Summary"],
  ["cases", "Cases"],
  ["missing", "Not modeled yet"],
  ["state-rules", "How states are judged"],
  ["reproducible", "Same results everywhere"],
] as const;

type Loaded =
  | { readonly state: "loading" }
  | { readonly state: "missing"; readonly why: string }
  | { readonly state: "ready"; readonly report: ValidationReport };

function useReport(): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({ state: "loading" });
  useEffect(() => {
    let wanted = true;
    loadReport().then(
      (report) => wanted && setLoaded({ state: "ready", report }),
      (error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        if (wanted) setLoaded({ state: "missing", why });
      },
    );
    return () => {
      wanted = false;
    };
  }, []);
  return loaded;
}

/**
 * Evidence for the engine: theory, chance, the rules of the words, repeatability. All of it comes at
 * once, so that no section moves another.
 */
export function ValidationPage({ section, onClose }: ValidationPageProps) {
  const loaded = useReport();
  const page = useRef<HTMLDivElement>(null);
  const show = (id: string): void => {
    page.current?.querySelector(`[data-section="${id}"]`)?.scrollIntoView({ block: "start" });
  };
  const isReady = loaded.state !== "loading";
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the sections above have their height
  useEffect(() => {
    if (isReady && section !== "tested") show(section);
  }, [isReady, section]);
  const report = loaded.state === "ready" ? loaded.report : null;
  const instead = <p className="val-instead">{loaded.state === "missing" ? loaded.why : ""}</p>;
  return (
    <div className="val-page" ref={page}>
      <nav className="val-nav" aria-label="Sections">
        {SECTIONS.map(([id, label]) => (
          <button key={id} type="button" onClick={() => show(id)}>
            {label}
          </button>
        ))}
      </nav>
      {isReady ? (
        <div className="val-sections">
          <Section id="tested">
            <HowTested report={report} />
          </Section>
          <Section id="results">{report ? <Summary report={report} /> : instead}</Section>
          <Section id="cases">
            {report ? <CaseTable cases={report.cases} onOpened={onClose} /> : instead}
          </Section>
          <Section id="missing">{report ? <NotModeled cases={report.cases} /> : instead}</Section>
          <Section id="state-rules">
            <StateRules />
          </Section>
          <Section id="reproducible">
            <Reproducibility />
          </Section>
        </div>
      ) : (
        <p className="val-loading" role="status">
          Loading the results…
        </p>
      )}
    </div>
  );
}

interface SectionProps {
  readonly id: (typeof SECTIONS)[number][0];
  readonly children: React.ReactNode;
}

function Section({ id, children }: SectionProps) {
  const label = SECTIONS.find(([name]) => name === id)?.[1] ?? id;
  return (
    <section className="val-section" data-section={id} aria-label={label}>
      <h2>{label}</h2>
      {children}
    </section>
  );
}

function HowTested({ report }: { readonly report: ValidationReport | null }) {
  return (
    <>
      <p>
        Each case is a model whose answer is known from the literature. The engine runs it as an
        ordinary scenario with independent seeds and drops the warm-up; the standard error comes
        from the spread between the seeds. A measure passes if the estimate lies within the case's
        limit, as a rule four standard errors of the reference, <em>and</em> the standard error
        itself is small enough: a run cannot pass by being vague. Cases without chance must be met
        exactly. A right engine still errs, but by chance alone, so one more test holds all cases
        together: one independent score a case, its deviation in standard errors, must look like
        draws from the standard normal law. That finds small common biases that no single case
        shows.
      </p>
      {report ? <ReportFacts report={report} /> : null}
    </>
  );
}

function ReportFacts({ report: { cases, generatedFor } }: { readonly report: ValidationReport }) {
  const run = cases.filter(({ replications }) => replications > 0);
  const requests = run.reduce((sum, theory) => sum + theory.requests, 0);
  const measures = cases.reduce((sum, { metrics }) => sum + metrics.length, 0);
  const facts = [
    { label: "Cases", value: formatCount(cases.length) },
    { label: "Passed", value: formatCount(cases.filter(({ status }) => status === "pass").length) },
    { label: "Failed", value: formatCount(cases.filter(({ status }) => status === "fail").length) },
    { label: "Measures compared", value: formatCount(measures) },
    { label: "Requests simulated", value: formatCount(requests) },
    { label: "Engine", value: generatedFor },
  ];
  return (
    <dl className="val-headline">
      {facts.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="ui-num">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
