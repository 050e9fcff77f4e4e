// The URI that the server redirected to, read strictly (RFC 6749 §4.2.2).

import { type Answer, type Expected, noToken, readAnswer } from "./answer.js";
import { requireText } from "./checks.js";
import { OAuthError } from "./errors.js";
import { checkSize, readParameters } from "./parameters.js";

const VISIBLE_ASCII = /^[!-~]*$/;
const CODE_IN_QUERY = /^[^?]*\?(?:.*&)?code=[^&]/;

/**
 * Returns the answer in the fragment of uri, which is taken as it is.
 *
 * @throws OAuthError - `input_too_large`, `empty_input`, `bad_encoding` for what is no
 * URI, and all that reading parameters and the answer throws.
 */
export function readRedirect(
  uri: string,
  expected: Expected,
  allowMissingState: boolean | undefined,
): Answer {
  checkSize(requireText(uri, "uri"));
  if (uri === "") {
    throw new OAuthError(
      "empty_input",
      "uri is empty",
      "pass the whole redirect URI",
    );
  }
  if (!VISIBLE_ASCII.test(uri)) {
    throw new OAuthError(
      "bad_encoding",
      "uri has a character that no URI has",
      "use parsePasted for what a person copied",
    );
  }
  const [before = ""] = uri.split("#", 1);
  const fragment = uri.slice(before.length + 1);
  const values = readParameters(fragment.split("&"));
  const isFilled = (name: "access_token" | "error" | "code") =>
    (values.get(name) ?? "") !== "";
  if (!isFilled("access_token") && !isFilled("error")) {
    throw noToken(
      isFilled("code") || CODE_IN_QUERY.test(before),
      "pass the URI with its fragment, from the # on; " +
        "use parsePasted for what a person copied",
    );
  }
  return readAnswer(values, expected, allowMissingState);
}
