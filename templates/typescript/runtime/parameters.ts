// Parameters as they stand in a fragment, decoded (RFC 6749 App. B).

import { countCodePoints } from "./characters.js";
import { percentDecode } from "./encoding.js";
import { OAuthError } from "./errors.js";

/** The greatest number of code points of an answer. */
const MAX_INPUT = 65_536;
/** The greatest number of parameters of an answer. */
const MAX_PARAMETERS = 64;

/** The names that mean something here; RFC 6749 §4.2.2 has others ignored. */
export const READ_NAMES = [
  "access_token",
  "token_type",
  "expires_in",
  "scope",
  "state",
  "error",
  "error_description",
  "error_uri",
  "code",
] as const;

/** The names that only an authorization request has (RFC 6749 §4.2.1). */
export const REQUEST_NAMES: readonly string[] = [
  "client_id",
  "redirect_uri",
  "response_type",
];

/** The names that make parameters a response (RFC 6749 §4.1.2, §4.2.2). */
export const RESPONSE_NAMES: readonly string[] = [
  "access_token",
  "error",
  "code",
];

/** A name that means something here. */
export type ReadName = (typeof READ_NAMES)[number];

/** The decoded values of an answer. */
export type Values = ReadonlyMap<ReadName, string>;

/** Returns whether a name means something here. */
export function isReadName(name: string): name is ReadName {
  return (READ_NAMES as readonly string[]).includes(name);
}

/**
 * Refuses a long text.
 *
 * @throws OAuthError - `input_too_large` for more than 65,536 code points.
 */
export function checkSize(text: string): void {
  // There are at least half as many code points as code units.
  if (
    text.length > 2 * MAX_INPUT ||
    (text.length > MAX_INPUT && countCodePoints(text) > MAX_INPUT)
  ) {
    throw new OAuthError(
      "input_too_large",
      `the answer has more than ${MAX_INPUT.toLocaleString("en")} characters`,
      "pass the redirect URL alone",
    );
  }
}

/**
 * Refuses a great number of parameters.
 *
 * @throws OAuthError - `too_many_parameters` for more than 64.
 */
export function checkCount(count: number): void {
  if (count > MAX_PARAMETERS) {
    throw new OAuthError(
      "too_many_parameters",
      `the answer has more than ${String(MAX_PARAMETERS)} parameters`,
      "pass the redirect URL alone",
    );
  }
}

/**
 * Returns the parameters that we read, from the pieces between two `&`.
 *
 * @throws OAuthError - `too_many_parameters`, `bad_percent_encoding` and `bad_encoding`
 * in any piece, `duplicate_parameter`.
 */
export function readParameters(pieces: readonly string[]): Values {
  const filled = pieces.filter((piece) => piece !== "");
  checkCount(filled.length);
  return singleValues(
    filled.map((piece, index) =>
      decode(piece, `parameter ${String(index + 1)}`),
    ),
  );
}

/**
 * Returns the pairs with a name that we read.
 *
 * @throws OAuthError - `duplicate_parameter` for such a name twice.
 */
export function singleValues(
  pairs: readonly (readonly [name: string, value: string])[],
): Values {
  const values = new Map<ReadName, string>();
  for (const [name, value] of pairs) {
    if (!isReadName(name)) {
      continue;
    }
    if (values.has(name)) {
      throw new OAuthError(
        "duplicate_parameter",
        `${name} stands twice in the answer`,
        "sign in again, and copy the answer once",
      );
    }
    values.set(name, value);
  }
  return values;
}

/** Returns the error for a text that has another answer besides the first. */
export function secondAnswer(): OAuthError {
  return new OAuthError(
    "ambiguous_response",
    "the text has more than one answer",
    "copy one answer alone",
  );
}

/** Returns the error for a value whose end is not certain. */
export function openEnd(name: string): OAuthError {
  return new OAuthError(
    "ambiguous_response",
    `text follows ${isReadName(name) ? name : "the last value"}, ` +
      "and may be a part of it",
    "paste only the response, on one line",
  );
}

/** Returns the error for an answer that a program cut for display. */
export function truncated(): OAuthError {
  return new OAuthError(
    "truncated_input",
    "the answer is cut: it has ... where something was left out",
    "copy the whole answer, from the address bar and not from a title",
  );
}

/** Returns the name of a piece, as it is encoded. */
export function encodedName(piece: string): string {
  const end = piece.indexOf("=");
  return end === -1 ? piece : piece.slice(0, end);
}

/** Returns text with `+` as the blank that it stands for in a form. */
export function plusAsBlank(text: string): string {
  return text.replaceAll("+", " ");
}

function decode(piece: string, place: string): [name: string, value: string] {
  const encoded = encodedName(piece);
  const name = percentDecode(plusAsBlank(encoded), `the name of ${place}`);
  const value = piece.slice(encoded.length + 1);
  return [
    name,
    percentDecode(
      // A bearer token has no blank (RFC 6750 §2.1), so its + was never one.
      name === "access_token" ? value : plusAsBlank(value),
      isReadName(name) ? name : place,
    ),
  ];
}
