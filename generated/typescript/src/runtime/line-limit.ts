// Lines that are exactly as long as a terminal allows: their end may be missing.

import { fault } from "./errors.js";
import { TRUNCATED_INPUT_LINE } from "./messages.js";
import { LINUX_LINE_BYTES, MACOS_LINE_BYTES } from "./protocol.js";

// The bytes of a line, without its line break, that a terminal passes on.
const SYSTEMS: readonly (readonly [limit: number, name: string])[] = [
  [LINUX_LINE_BYTES, "Linux"],
  [MACOS_LINE_BYTES, "macOS"],
];
// The lengths of lines that may have as many bytes: a character has at most four.
const SHORTEST = 255;
const LONGEST = 2 * (LINUX_LINE_BYTES + 1);
// A decoder writes one U+FFFD for one to three bytes.
const UNDECODED = /[\ufffd\p{Surrogate}]/gu;
const ENCODER = new TextEncoder();

/**
 * Rejects a text in which a terminal may have truncated a line.
 *
 * A terminal that edits lines drops what exceeds its limit without an error. The limit
 * counts bytes, so the last character of such a line may be cut in its middle.
 *
 * @throws OAuthError - `truncated_input`.
 */
export function checkLines(text: string): void {
  for (const line of text.split("\n")) {
    const mayMatch = line.length >= SHORTEST && line.length <= LONGEST;
    const found = mayMatch ? systemOf(line) : undefined;
    if (found !== undefined) {
      const [limit, system] = found;
      const bytes = limit.toLocaleString("en");
      throw fault(TRUNCATED_INPUT_LINE, undefined, { bytes, system });
    }
  }
}

/** Returns the limit that the UTF-8 form of a line may have, with its system. */
function systemOf(
  line: string,
): readonly [limit: number, name: string] | undefined {
  const given = line.endsWith("\r") ? line.slice(0, -1) : line;
  const kept = given.replace(UNDECODED, "");
  const undecoded = given.length - kept.length;
  const least = ENCODER.encode(kept).length + undecoded;
  return SYSTEMS.find(
    ([limit]) => limit >= least && limit <= least + 2 * undecoded,
  );
}
