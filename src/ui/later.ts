import { type ComponentType, createElement, type ReactNode, useEffect, useState } from "react";

let held: Promise<unknown> = Promise.resolve();

/** Parts are fetched only once `until` has settled: what the page is for comes before them. */
export function holdParts(until: Promise<unknown>): void {
  held = until.catch(() => undefined);
}

/**
 * A part of the page whose script is fetched once it is first wanted; `meanwhile` stands there until
 * then. Unlike `lazy`, its coming is an ordinary change of state: React draws what it waited for
 * when nothing else is to do, and a run that goes on always has something on a slow machine.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  meanwhile: ReactNode = null,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;
  return function Later(props: Props) {
    const [part, setPart] = useState(() => loaded);
    const [failure, setFailure] = useState<unknown>(null);
    useEffect(() => {
      if (part) return;
      held.then(load).then((component) => {
        loaded = component;
        setPart(() => component);
      }, setFailure);
    }, [part]);
    if (failure !== null) throw failure;
    return part ? createElement(part, props) : meanwhile;
  };
}
