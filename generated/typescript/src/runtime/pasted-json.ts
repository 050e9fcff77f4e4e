// A JSON object as an answer: its members as text (RFC 8259).

import { MAX_EXPIRES_IN } from "./response.js";
import { CUT_MARKS } from "./characters.js";
import { isWellFormed } from "./encoding.js";
import { OAuthError } from "./errors.js";
import { type Member, objects, readMembers } from "./json-objects.js";
import {
  checkCount,
  isReadName,
  RESPONSE_NAMES,
  secondAnswer,
  singleValues,
  truncated,
  type Values,
} from "./parameters.js";

const MAIL_QUOTING = /(^|\n)[ \t]*>[> \t]*/g;
const MAX_OBJECTS = 1_000;
const DIGITS = /^[0-9]+$/;

/**
 * Returns the one object in text that has a token, an error, or a code.
 *
 * @throws OAuthError - `ambiguous_response` for a second one.
 */
export function findJson(text: string): string | undefined {
  const found: string[] = [];
  for (const one of objects(text)) {
    found.push(one);
    if (found.length > MAX_OBJECTS) {
      return undefined; // Nobody copies so many, and each takes its time.
    }
  }
  const responses = found.filter(isResponse);
  if (responses.length > 1) {
    throw secondAnswer();
  }
  return responses[0];
}

/**
 * Returns the members with a name that we read as text; null counts as absent.
 *
 * Takes an object whose lines may be quoted as in mail. A state that is a number is its
 * digits if the expected state has only digits.
 *
 * @throws OAuthError - `malformed_json`, `too_many_parameters`, `bad_value_type`,
 * `truncated_input`, `bad_encoding` for lone surrogates, `duplicate_parameter`.
 */
export function readJson(text: string, state: string | undefined): Values {
  // JSON.parse makes one whole pair of a half that is not escaped and one that is.
  if (!isWellFormed(text)) {
    throw loneSurrogate("the text");
  }
  const members = load(text);
  if (members === undefined) {
    throw new OAuthError(
      "malformed_json",
      "the text starts as JSON and is no JSON object",
      "copy the whole object, from { to }",
    );
  }
  checkCount(members.length);
  const hasDigits = state !== undefined && DIGITS.test(state);
  return singleValues(
    members
      .filter(([name]) => isReadName(name))
      .map(([name, value]): [string, string] => [
        name,
        asText(name, value, hasDigits),
      ]),
  );
}

function isResponse(text: string): boolean {
  return load(text)?.some(([name]) => RESPONSE_NAMES.includes(name)) ?? false;
}

/** Returns the members of an object, or undefined if text is not one. */
function load(text: string): Member[] | undefined {
  return readMembers(text.replace(MAIL_QUOTING, "$1"));
}

function asText(name: string, value: Member[1], hasDigits: boolean): string {
  if (value === null) {
    return "";
  }
  if (typeof value === "number" && name === "expires_in") {
    // One that is not whole stays so, to be refused.
    return String(Math.min(value, MAX_EXPIRES_IN));
  }
  // Up to 2 ** 53 - 1, every language tells whole numbers apart (RFC 8259 §6).
  if (typeof value === "number" && name === "state" && hasDigits) {
    if (Number.isSafeInteger(value) && value >= 0) {
      return String(value);
    }
  }
  if (typeof value !== "string") {
    throw new OAuthError(
      "bad_value_type",
      `${name} is not text`,
      "copy the answer as it is; it takes text, for expires_in a number too",
    );
  }
  const isProse = name === "error_description";
  if (!isProse && CUT_MARKS.some((mark) => value.includes(mark))) {
    throw truncated();
  }
  if (!isWellFormed(value)) {
    throw loneSurrogate(name);
  }
  return value;
}

function loneSurrogate(place: string): OAuthError {
  return new OAuthError(
    "bad_encoding",
    `${place} has a lone surrogate`,
    "copy the answer again from where it was first shown",
  );
}
