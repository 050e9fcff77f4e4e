// A response that is a JSON object: its members as text (RFC 8259).

import { isWellFormed } from "./encoding.js";
import { fault } from "./errors.js";
import { type Member, objects, readMembers } from "./json-objects.js";
import {
  BAD_ENCODING_SURROGATE,
  BAD_ENCODING_TEXT_SURROGATE,
  BAD_VALUE_TYPE,
  MALFORMED_JSON,
} from "./messages.js";
import {
  checkCount,
  isReadName,
  isResponseName,
  secondResponse,
  singleValues,
  truncated,
  type Values,
} from "./parameters.js";
import { CUT_MARKS, MAX_EXPIRES_IN, MAX_JSON_OBJECTS } from "./protocol.js";

const MAIL_QUOTING = /(^|\n)[ \t]*>[> \t]*/g;
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
    if (found.length > MAX_JSON_OBJECTS) {
      return undefined; // Nobody copies so many, and each one takes time.
    }
  }
  const responses = found.filter(isResponse);
  if (responses.length > 1) {
    throw secondResponse();
  }
  return responses[0];
}

/**
 * Returns the members with a recognized name, as text; null counts as absent.
 *
 * The lines of the object may be quoted, as in an email. A state that is a number is its
 * digits if the expected state has only digits.
 *
 * @throws OAuthError - `malformed_json`, `too_many_parameters`, `bad_value_type`,
 * `truncated_input`, `bad_encoding` for lone surrogates, `duplicate_parameter`.
 */
export function readJson(text: string, state: string | undefined): Values {
  // JSON.parse joins an escaped and an unescaped half of a pair.
  if (!isWellFormed(text)) {
    throw fault(BAD_ENCODING_TEXT_SURROGATE);
  }
  const members = load(text);
  if (members === undefined) {
    throw fault(MALFORMED_JSON);
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
  return load(text)?.some(([name]) => isResponseName(name)) ?? false;
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
    // A fraction remains one, and is rejected later.
    return String(Math.min(value, MAX_EXPIRES_IN));
  }
  // Up to 2 ** 53 - 1, every language can represent each whole number (RFC 8259 §6).
  if (typeof value === "number" && name === "state" && hasDigits) {
    if (Number.isSafeInteger(value) && value >= 0) {
      return String(value);
    }
  }
  if (typeof value !== "string") {
    throw fault(BAD_VALUE_TYPE, undefined, { parameter: name });
  }
  const isProse = name === "error_description";
  if (!isProse && CUT_MARKS.some((mark) => value.includes(mark))) {
    throw truncated();
  }
  if (!isWellFormed(value)) {
    throw fault(BAD_ENCODING_SURROGATE, undefined, { parameter: name });
  }
  return value;
}
