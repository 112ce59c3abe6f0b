import { NumberInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useDocument } from "../store/hooks.ts";
import { setSeed } from "../store/run-actions.ts";

const LARGEST_SEED = 4_294_967_295;

/** The seed of the scenario; the next run takes it over. */
export function SeedField() {
  const seed = useDocument().run.seed ?? 1;
  const [text, setText] = useState<string | number>(seed);
  useEffect(() => setText(seed), [seed]);
  const keep = (): void => {
    const wanted = Math.trunc(Number(text));
    const isSeed = text !== "" && wanted >= 0 && wanted <= LARGEST_SEED;
    if (isSeed && wanted !== seed) setSeed(wanted);
    else setText(seed);
  };
  return (
    <NumberInput
      className="seed-field"
      size="xs"
      label="Seed"
      allowDecimal={false}
      allowNegative={false}
      value={text}
      onChange={setText}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === "Enter") keep();
      }}
    />
  );
}
