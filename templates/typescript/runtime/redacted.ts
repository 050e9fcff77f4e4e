// An object that shows a summary in place of its values.

// By this name Node's console asks an object for what to print.
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** Shows its summary alone, wherever it is printed, logged or written as JSON. */
export abstract class Redacted {
  /** Returns the summary. */
  abstract toString(): string;

  /** Returns the summary, for `JSON.stringify`. */
  toJSON(): string {
    return this.toString();
  }

  /** Returns the summary, for Node's console. */
  [INSPECT](): string {
    return this.toString();
  }
}
