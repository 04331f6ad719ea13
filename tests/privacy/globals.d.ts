declare global {
  interface Window {
    /** How many timers are set, where the test counts them. */
    timers(): number;
    /** Waits without a timer that counts. */
    later(ms: number): Promise<void>;
    /** How many requests are on their way that nobody has aborted. */
    inFlight(): number;
    /** What the page's policy had to forbid. */
    violations: string[];
    /** When the page was told to stop, and when it had stopped. */
    stopped: number;
  }
}

export {};
