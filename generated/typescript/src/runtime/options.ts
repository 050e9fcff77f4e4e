// The options of a call: a misspelt one is told, where there are no types to find it.

/**
 * Throws a TypeError where options are no object, or have a name that nothing reads.
 *
 * A name that is read nowhere would otherwise ask for less than was meant, unsaid.
 */
export function checkOptions(options: unknown, known: readonly string[]): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`options must be an object with ${known.join(", ")}`);
  }
  const other = Object.keys(options).find((name) => !known.includes(name));
  if (other !== undefined) {
    throw new TypeError(
      `there is no option ${JSON.stringify(other)}; there are ${known.join(", ")}`,
    );
  }
}
