// What a command sees of the process, so that tests can stand in for it.
export interface Terminal {
  /** Standard output: the result alone. */
  readonly out: (text: string) => void;
  /** Standard error: progress and messages. */
  readonly err: (text: string) => void;
  readonly errIsTerminal: boolean;
}

/** Exit statuses of the contract. */
export const EXIT_OK = 0;
export const EXIT_BAD_INPUT = 2;

const WIDTH = 30;
const UPDATE_MS = 100;

/** A bar on standard error, drawn only where that is a terminal. */
export class Progress {
  private readonly terminal: Terminal;
  private readonly label: string;
  private drawnAt = 0;
  private drawn = false;

  constructor(terminal: Terminal, label: string) {
    this.terminal = terminal;
    this.label = label;
  }

  /** `share` of the work done, 0 .. 1. */
  show(share: number): void {
    if (!this.terminal.errIsTerminal) return;
    const now = performance.now();
    if (this.drawn && now - this.drawnAt < UPDATE_MS) return;
    this.drawnAt = now;
    this.drawn = true;
    const full = Math.round(share * WIDTH);
    const bar = "█".repeat(full) + "░".repeat(WIDTH - full);
    const percent = `${Math.floor(share * 100)}`.padStart(3);
    this.terminal.err(`\r${this.label} ${bar} ${percent} %`);
  }

  /** Wipes the bar, so that nothing of it is left between messages. */
  end(): void {
    if (this.drawn) this.terminal.err(`\r${" ".repeat(this.label.length + WIDTH + 7)}\r`);
    this.drawn = false;
  }
}
