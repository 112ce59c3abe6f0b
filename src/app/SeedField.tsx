import { TextInput } from "@mantine/core";
import { type KeyboardEvent, useEffect, useState } from "react";
import { useDesign } from "../store/hooks.ts";
import { setSeed } from "../store/run-actions.ts";

const LARGEST_SEED = 4_294_967_295;
const STEPS: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1 };

/** The seed of the scenario; the next run takes it over. */
export function SeedField() {
  const seed = useDesign().run.seed ?? 1;
  const [text, setText] = useState(String(seed));
  useEffect(() => setText(String(seed)), [seed]);
  const keep = (): void => {
    const wanted = Math.trunc(Number(text));
    const isSeed = text !== "" && wanted >= 0 && wanted <= LARGEST_SEED;
    if (isSeed && wanted !== seed) setSeed(wanted);
    else setText(String(seed));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (event.key === "Enter") keep();
    if (step === undefined) return;
    event.preventDefault();
    setText(String(Math.max(0, Math.min(LARGEST_SEED, Number(text) + step))));
  };
  return (
    <TextInput
      className="seed-field"
      size="xs"
      label="Seed"
      inputMode="numeric"
      autoComplete="off"
      value={text}
      onChange={(event) => setText(event.currentTarget.value.replaceAll(/\D/g, ""))}
      onBlur={keep}
      onKeyDown={onKeyDown}
    />
  );
}
