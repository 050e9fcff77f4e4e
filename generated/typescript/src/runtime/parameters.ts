// The parameters of a fragment, decoded (RFC 6749 App. B).

import { countCodePoints } from "./characters.js";
import { percentDecode } from "./encoding.js";
import { fault, type OAuthError } from "./errors.js";
import {
  AMBIGUOUS_RESPONSE_SECOND_RESPONSE,
  AMBIGUOUS_RESPONSE_TEXT_AFTER_PARAMETER,
  AMBIGUOUS_RESPONSE_TEXT_AFTER_RESPONSE,
  DUPLICATE_PARAMETER,
  INPUT_TOO_LARGE_RESPONSE,
  TOO_MANY_PARAMETERS,
  TRUNCATED_INPUT_CUT_MARK,
} from "./messages.js";
import {
  MAX_RESPONSE_CHARACTERS,
  MAX_RESPONSE_PARAMETERS,
  READ_NAMES,
  RESPONSE_NAMES,
} from "./protocol.js";

/** A name that is recognized. */
export type ReadName = (typeof READ_NAMES)[number];

/** The decoded values of a response. */
export type Values = ReadonlyMap<ReadName, string>;

/** Returns whether a name is recognized. */
export function isReadName(name: string): name is ReadName {
  return READ_NAMES.some((one) => one === name);
}

/** Returns whether a name makes parameters a response. */
export function isResponseName(name: string): boolean {
  return RESPONSE_NAMES.some((one) => one === name);
}

/**
 * Rejects a long text.
 *
 * @throws OAuthError - `input_too_large` for more than 65,536 code points.
 */
export function checkSize(text: string, argument: "text" | "uri"): void {
  // There are at least half as many code points as code units.
  if (
    text.length > 2 * MAX_RESPONSE_CHARACTERS ||
    (text.length > MAX_RESPONSE_CHARACTERS &&
      countCodePoints(text) > MAX_RESPONSE_CHARACTERS)
  ) {
    throw fault(INPUT_TOO_LARGE_RESPONSE, argument);
  }
}

/**
 * Rejects a large number of parameters.
 *
 * @throws OAuthError - `too_many_parameters` for more than 64.
 */
export function checkCount(count: number): void {
  if (count > MAX_RESPONSE_PARAMETERS) {
    throw fault(TOO_MANY_PARAMETERS);
  }
}

/**
 * Returns the recognized parameters, from the pieces between `&`.
 *
 * @throws OAuthError - `too_many_parameters`, `bad_percent_encoding` or `bad_encoding`
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
 * Returns the pairs with a recognized name.
 *
 * @throws OAuthError - `duplicate_parameter` if such a name appears twice.
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
      throw fault(DUPLICATE_PARAMETER, undefined, { parameter: name });
    }
    values.set(name, value);
  }
  return values;
}

/** Returns the error for a text that contains more than one response. */
export function secondResponse(): OAuthError {
  return fault(AMBIGUOUS_RESPONSE_SECOND_RESPONSE);
}

/** Returns the error for a value whose end is not certain. */
export function openEnd(name: string): OAuthError {
  return isReadName(name)
    ? fault(AMBIGUOUS_RESPONSE_TEXT_AFTER_PARAMETER, undefined, {
        parameter: name,
      })
    : fault(AMBIGUOUS_RESPONSE_TEXT_AFTER_RESPONSE);
}

/** Returns the error for a response that a program shortened for display. */
export function truncated(): OAuthError {
  return fault(TRUNCATED_INPUT_CUT_MARK);
}

/** Returns the name of a piece, as it is encoded. */
export function encodedName(piece: string): string {
  const end = piece.indexOf("=");
  return end === -1 ? piece : piece.slice(0, end);
}

/** Returns text with each `+` as a space, as in a form. */
export function plusAsSpace(text: string): string {
  return text.replaceAll("+", " ");
}

function decode(
  piece: string,
  position: string,
): [name: string, value: string] {
  const encoded = encodedName(piece);
  const name = percentDecode(plusAsSpace(encoded), position);
  const value = piece.slice(encoded.length + 1);
  return [
    name,
    percentDecode(
      // A bearer token contains no space (RFC 6750 §2.1), so its + is not one.
      name === "access_token" ? value : plusAsSpace(value),
      isReadName(name) ? name : position,
    ),
  ];
}
