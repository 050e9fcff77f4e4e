// An error response (RFC 6749 §4.2.2.1) as an error that is safe to show.

import { whole } from "./characters.js";
import { AuthorizationError, fault, type OAuthError } from "./errors.js";
import { MALFORMED_ERROR_RESPONSE } from "./messages.js";
import type { Values } from "./parameters.js";
import {
  BREAKS,
  ERROR_CODE_PATTERN,
  INVISIBLE,
  MAX_DESCRIPTION_CHARACTERS,
  WEB_URI_PATTERN,
} from "./protocol.js";

const ERROR_CODE = /* @__PURE__ */ whole(ERROR_CODE_PATTERN);
const WEB_URI = /* @__PURE__ */ whole(WEB_URI_PATTERN);

const ESC = "\u001b";
const BEL = "\u0007";
const ST = "\u009c";
// ECMA-48 §5.4 control sequences.
const CONTROL_SEQUENCE = `(?:${ESC}\\[|\u009b)[0-?]*[ -/]*[@-~]?`;
// §5.6 control strings up to BEL or ST, if there is one.
const CONTROL_STRING =
  `(?:${ESC}[PX\\]^_]|[\u0090\u0098\u009d-\u009f])` +
  `[^${BEL}${ESC}${ST}]*(?:${BEL}|${ESC}\\\\|${ST})?`;
// §5.3 and §5.5 other escapes.
const OTHER_ESCAPE = `${ESC}[ -/]*[0-~]`;
const ESCAPE_SEQUENCE = new RegExp(
  `${CONTROL_SEQUENCE}|${CONTROL_STRING}|${OTHER_ESCAPE}`,
  "g",
);
const LINE_BREAKS = new RegExp(`[${BREAKS}]+`, "g");
const CONTROL_OR_INVISIBLE = new RegExp(
  `(?![${BREAKS}])[\\p{Cc}${INVISIBLE}]`,
  "gu",
);

/**
 * Returns the error that values report: an AuthorizationError.
 *
 * It is `malformed_error_response` if the error's code has characters that RFC 6749
 * App. A.7 does not allow. The message names a code only if it has a remedy; any other
 * code is the server's own text.
 */
export function authorizationError(
  error: string,
  values: Values,
  stateVerified: boolean,
  remedies: Readonly<Record<string, string>>,
): OAuthError {
  if (!ERROR_CODE.test(error)) {
    return fault(MALFORMED_ERROR_RESPONSE);
  }
  const description = cleanDescription(values.get("error_description") ?? "");
  const uri = values.get("error_uri");
  return new AuthorizationError(
    {
      error,
      description: description === "" ? undefined : description,
      uri: uri !== undefined && WEB_URI.test(uri) ? uri : undefined,
      stateVerified,
    },
    Object.hasOwn(remedies, error) ? remedies[error] : undefined,
  );
}

/** Returns text on one line, truncated, without anything that controls a terminal. */
function cleanDescription(text: string): string {
  const clean = text
    .replace(ESCAPE_SEQUENCE, "")
    .replace(CONTROL_OR_INVISIBLE, "")
    .replace(LINE_BREAKS, " ");
  return Array.from(clean).slice(0, MAX_DESCRIPTION_CHARACTERS).join("");
}
