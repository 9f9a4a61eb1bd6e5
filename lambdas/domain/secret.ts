import { inspect } from 'node:util';

const redacted = '[redacted]';

/** A decrypted value. Printing, logging and serialising it give `[redacted]`; only `release` lets it out. */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself, for the one place that needs it. */
  release(): T {
    return this.#value;
  }

  toString(): string {
    return redacted;
  }

  toJSON(): string {
    return redacted;
  }

  [inspect.custom](): string {
    return redacted;
  }
}
