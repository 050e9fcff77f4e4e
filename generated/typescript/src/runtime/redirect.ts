// The URI that the server redirected to, read strictly (RFC 6749 §4.2.2).

import {
  type Allowed,
  readResponse,
  type RequestContext,
  type TokenResponse,
} from "./response.js";
import { requireText } from "./checks.js";
import { isUtf16 } from "./encoding.js";
import { fault } from "./errors.js";
import {
  BAD_ENCODING_REDIRECT,
  BAD_ENCODING_UTF16,
  EMPTY_INPUT_REDIRECT,
  MISSING_TOKEN_REDIRECT,
} from "./messages.js";
import { missingToken } from "./missing-token.js";
import { checkSize, encodedName, readParameters } from "./parameters.js";
import { holdsState, pieceName } from "./pasted-parameters.js";

const VISIBLE_ASCII = /^[!-~]*$/;

/**
 * Returns the response in the fragment of uri, which is read unchanged.
 *
 * An error in the query counts if the fragment has no recognized parameter.
 *
 * @throws OAuthError - `input_too_large`, `empty_input`, `bad_encoding` for text that is
 * not a URI, and all that reading parameters and the response throws.
 */
export function readRedirect(
  uri: string,
  expected: RequestContext,
  allowed: Allowed,
): TokenResponse {
  const argument = "uri";
  checkSize(requireText(uri, argument), argument);
  if (uri === "") {
    throw fault(EMPTY_INPUT_REDIRECT, argument);
  }
  if (isUtf16(uri)) {
    throw fault(BAD_ENCODING_UTF16, argument);
  }
  if (!VISIBLE_ASCII.test(uri)) {
    throw fault(BAD_ENCODING_REDIRECT, argument);
  }
  const [before = ""] = uri.split("#", 1);
  const [path = ""] = before.split("?", 1);
  const query = before.slice(path.length + 1).split("&");
  const inQuery = query
    .filter((piece) => piece.length > encodedName(piece).length + 1)
    .map(pieceName);
  let values = readParameters(uri.slice(before.length + 1).split("&"));
  if (values.size === 0 && inQuery.includes("error")) {
    values = readParameters(query);
  }
  const isFilled = (name: "access_token" | "error" | "code") =>
    (values.get(name) ?? "") !== "";
  if (!isFilled("access_token") && !isFilled("error")) {
    const hasCode = isFilled("code") || inQuery.includes("code");
    throw missingToken(uri, MISSING_TOKEN_REDIRECT, hasCode);
  }
  if (expected.stateInQuery === true && !values.has("state")) {
    const states = query.filter((piece) => pieceName(piece) === "state");
    values = new Map([...readParameters(states), ...values]);
  }
  return readResponse(values, expected, allowed, {
    stateSeen: holdsState(query, expected.state) ? "query" : undefined,
  });
}
