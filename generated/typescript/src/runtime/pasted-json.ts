// A JSON object as an answer: its members as text (RFC 8259).

import { MAX_EXPIRES_IN } from "./answer.js";
import { CUT_MARKS } from "./characters.js";
import { isWellFormed } from "./encoding.js";
import { OAuthError } from "./errors.js";
import { type Member, readMembers } from "./json-members.js";
import {
  checkCount,
  isReadName,
  singleValues,
  truncated,
  type Values,
} from "./parameters.js";

const MAIL_QUOTING = /(^|\n)[ \t]*>[> \t]*/g;

/**
 * Returns the members with a name that we read as text; null counts as absent.
 *
 * Takes an object whose lines may be quoted as in mail.
 *
 * @throws OAuthError - `malformed_json`, `too_many_parameters`, `bad_value_type`,
 * `truncated_input`, `bad_encoding` for lone surrogates, `duplicate_parameter`.
 */
export function readJson(text: string): Values {
  // JSON.parse makes one whole pair of a half that is not escaped and one that is.
  if (!isWellFormed(text)) {
    throw loneSurrogate("the text");
  }
  const members = readMembers(text.replace(MAIL_QUOTING, "$1"));
  if (members === undefined) {
    throw new OAuthError(
      "malformed_json",
      "the text starts as JSON and is no JSON object",
      "copy the whole object, from { to }",
    );
  }
  checkCount(members.length);
  return singleValues(
    members
      .filter(([name]) => isReadName(name))
      .map(([name, value]): [string, string] => [name, asText(name, value)]),
  );
}

function asText(name: string, value: Member[1]): string {
  if (value === null) {
    return "";
  }
  if (typeof value === "number" && name === "expires_in") {
    // One that is not whole stays so, to be refused.
    return String(Math.min(value, MAX_EXPIRES_IN));
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
