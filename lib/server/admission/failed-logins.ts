/** Counts wrong codes and tokens by address, so that nobody tries many of them. A right one is never refused: it cannot be guessed. */

const WINDOW_MS = 60_000;
const FAILURES_ALLOWED = 20;
/** Addresses that are remembered at once; the oldest is forgotten first. */
const MOST_ADDRESSES = 10_000;

export class FailedLogins {
  private readonly failures = new Map<string, { readonly since: number; count: number }>();

  constructor(
    /** Milliseconds of a clock that nobody sets. */
    private readonly now: () => number,
    /** Told once a minute and address that somebody tries too much. */
    private readonly report: (sentence: string) => void,
  ) {}

  /** Notes a failure; whether there were too many from `address` within a minute. */
  note(address: string): boolean {
    const known = this.failures.get(address);
    const isOld = known === undefined || this.now() - known.since > WINDOW_MS;
    const failure = isOld ? { since: this.now(), count: 0 } : known;
    failure.count += 1;
    if (isOld) {
      this.failures.delete(address);
      this.failures.set(address, failure);
      const [oldest] = this.failures.keys();
      if (this.failures.size > MOST_ADDRESSES && oldest !== undefined) this.failures.delete(oldest);
    }
    if (failure.count === FAILURES_ALLOWED + 1) {
      this.report(
        `${address || "somebody"} tries codes or tokens: more than ${FAILURES_ALLOWED} wrong ones within a minute.`,
      );
    }
    return failure.count > FAILURES_ALLOWED;
  }
}
