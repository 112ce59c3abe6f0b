// The compiled engine. This file stands in for it where nothing is compiled (types, single bundles);
// the builds put the real one in its place (scripts/kernel/plugin.ts).

/** The loop of run.ts as WebAssembly, waiting for the addresses of the memory's regions. */
export interface KernelBinary {
  /** The module, base64. */
  readonly code: string;
  /** What stands in the kernel's own region at first: start and bytes (base64); the rest is 0. */
  readonly contents: readonly (readonly [start: number, bytes: string])[];
  /** Size of that region. */
  readonly bytes: number;
  /** Tables whose rows stand side by side while the kernel runs, and the regions it wants for that. */
  readonly gathered: readonly {
    readonly region: string;
    readonly table: string;
    readonly rowBytes: number;
  }[];
  /** By region: positions in the module and what is added to the region's address, in pairs. */
  readonly relocations: Readonly<Record<string, readonly number[]>>;
}

export const kernelBinary: KernelBinary | null = null;
