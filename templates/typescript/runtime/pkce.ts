// Proof Key for Code Exchange: a secret of one request, and the challenge in its URL (RFC 7636).

import { randomBytes, requireText } from "./checks.js";
import { fault } from "./errors.js";
import { INSECURE_CONTEXT, INVALID_CODE_VERIFIER } from "./messages.js";

/** A code verifier, and its challenge. */
export interface Pkce {
  /** The secret of the request (§4.1). */
  readonly codeVerifier: string;
  /** The verifier's hash with the method S256 (§4.2). */
  readonly codeChallenge: string;
}

const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;

/**
 * Returns a code verifier, which is random with 256 bits for undefined, and its challenge.
 *
 * @throws OAuthError - `invalid_code_verifier`; `no_random_source`; `insecure_context`
 * in a page that is not from https or from this machine, to which browsers offer no hashes.
 */
export async function createPkce(
  codeVerifier: string | undefined,
): Promise<Pkce> {
  const verifier = checkCodeVerifier(codeVerifier);
  const { crypto } = globalThis as { crypto?: Partial<Crypto> };
  if (crypto?.subtle === undefined) {
    throw fault(INSECURE_CONTEXT);
  }
  const bytes = new TextEncoder().encode(verifier);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return {
    codeVerifier: verifier,
    codeChallenge: base64Url(new Uint8Array(digest)),
  };
}

function checkCodeVerifier(codeVerifier: string | undefined): string {
  if (codeVerifier === undefined) {
    return base64Url(randomBytes(32));
  }
  if (!VERIFIER.test(requireText(codeVerifier, "codeVerifier"))) {
    throw fault(INVALID_CODE_VERIFIER, "codeVerifier");
  }
  return codeVerifier;
}

/** Returns base64url without padding (App. A). */
function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
