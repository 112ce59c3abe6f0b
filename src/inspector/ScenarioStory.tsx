import "./scenario-story.css";
import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useDesign } from "../store/hooks.ts";
import { storyOf } from "../store/scenario-story.ts";
import { isVariantInForce, takeVariant, variantTitle } from "../store/variants.ts";
import { Block } from "./Facts.tsx";

/** What the author of the file tells, and the designs to compare with. */
export function ScenarioStory() {
  const document = useDesign();
  const story = storyOf(document);
  return (
    <>
      {story && (
        <Block heading="What to see here">
          <Sentences label="Look" sentences={story.look} />
          <Sentences label="Try" sentences={story.tries} />
          <Sentences label="Assumed" sentences={story.assumptions} />
        </Block>
      )}
      <Variants />
    </>
  );
}

interface SentencesProps {
  readonly label: string;
  readonly sentences: readonly string[];
}

function Sentences({ label, sentences }: SentencesProps) {
  if (sentences.length === 0) return null;
  return (
    <section className="insp-story" aria-label={label}>
      <h4>{label}</h4>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}

function Variants() {
  const document = useDesign();
  const [refusal, setRefusal] = useState<string | null>(null);
  const ids = Object.keys(document.variants ?? {});
  if (ids.length === 0) return null;
  return (
    <Block heading="Variants">
      <ul className="insp-variants" aria-label="Variants of this file">
        {ids.map((id) => {
          const title = variantTitle(id, document);
          return (
            <li key={id}>
              <span>{title}</span>
              {isVariantInForce(document, id) ? (
                <span className="insp-in-force">
                  <IconCheck size={14} aria-hidden="true" /> in force
                </span>
              ) : (
                <Button
                  variant="default"
                  size="compact-sm"
                  aria-label={`Take the variant: ${title}`}
                  onClick={() => setRefusal(takeVariant(id))}
                >
                  Take
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {refusal !== null && (
        <p className="insp-hint" role="alert">
          {refusal}
        </p>
      )}
    </Block>
  );
}
