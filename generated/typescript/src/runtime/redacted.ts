// An object that shows a summary instead of its values.

// Node's console calls the method of this name to print an object.
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** Shows only its summary if it is printed, logged, or written as JSON. */
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
