// The error for a text without a token that can be read: it may be encoded, or in a link.

import { fault, type OAuthError } from "./errors.js";
import {
  type Message,
  MISSING_TOKEN_ENCODED,
  MISSING_TOKEN_REQUEST,
} from "./messages.js";
import { RESPONSE_NAMES } from "./protocol.js";
import { noToken } from "./response.js";

// Text may be encoded several times, and some mail gateways write - for %. The others are the
// escapes of JSON and JavaScript.
const ESCAPE = /(?:[%-](?:25)*|\\u00|\\x)([2-7][0-9A-Fa-f])/g;
const TOKEN = /(?:^|[^A-Za-z0-9_.~-])access_token["']?[ \t]{0,9}[=:]/g;
const RESPONSE = new RegExp(`[?&#](?:${RESPONSE_NAMES.join("|")})=`, "g");

/**
 * Returns the error for a text in which no response has a token.
 *
 * An encoded response is not decoded, because the layer that holds the response would be a
 * guess.
 *
 * @param otherwise - The message for a text without such a response.
 */
export function missingToken(
  text: string,
  otherwise: Message,
  hasCode: boolean,
): OAuthError {
  const decoded = text.replace(ESCAPE, (_, digits: string) =>
    String.fromCharCode(parseInt(digits, 16)),
  );
  if (isHidden(TOKEN, text, decoded)) {
    return fault(MISSING_TOKEN_ENCODED);
  }
  if (hasCode) {
    return noToken(hasCode, otherwise);
  }
  if (decoded.includes("response_type=")) {
    return fault(MISSING_TOKEN_REQUEST);
  }
  return fault(
    isHidden(RESPONSE, text, decoded) ? MISSING_TOKEN_ENCODED : otherwise,
  );
}

/** Returns whether only the decoded form of a text shows a match. */
function isHidden(pattern: RegExp, text: string, decoded: string): boolean {
  return count(pattern, decoded) > count(pattern, text);
}

function count(pattern: RegExp, text: string): number {
  return text.match(pattern)?.length ?? 0;
}
