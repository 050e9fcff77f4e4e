// The options of a call: a misspelled one is reported if there are no types to find it.

/**
 * Throws a TypeError if options are not an object, or have an unknown name.
 *
 * An unknown name would otherwise be ignored, and the caller would not notice.
 */
export function checkOptions(options: unknown, known: readonly string[]): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `pass the options as an object with ${known.join(", ")}`,
    );
  }
  const other = Object.keys(options).find((name) => !known.includes(name));
  if (other !== undefined) {
    throw new TypeError(
      `unknown option ${JSON.stringify(other)}; the options are ${known.join(", ")}`,
    );
  }
}
