// Generated from spec/protocol/errors.yaml; edit that and run `make generate`.
// The messages that this page words differently than the binding.

import type { Wording } from "../../typescript/src/runtime/errors.js";

/** Messages or hints, by the keys of the binding's messages. */
export const ON_PAGE: Wording = {
  "domain_has_scheme.loopback": {
    hint: "write {suggestion}, and choose http as the scheme under Advanced",
  },
  "insecure_transport.scheme": {
    hint: "choose https; http is only for localhost, 127.0.0.0/8, and [::1]",
  },
  state_empty: {
    hint: "use a new random state",
  },
  invalid_state: {
    hint: "use a new random state, or remove line breaks and special characters",
  },
  reserved_param: {
    hint: "use the field for it, if there is one",
  },
  "input_too_large.response": {
    hint: "paste only the response",
  },
  "truncated_input.line": {
    hint: "copy the response from the browser, not from a terminal; if the line is complete, add a space to its end",
  },
  too_many_parameters: {
    hint: "paste only the response",
  },
  "missing_token.bare_token": {
    hint: "paste the whole response; this page does not read bare tokens",
  },
  "state_missing.alone": {
    hint: "copy the whole response, with all its parameters; only if the server is known to omit the state, check the box below; then nothing ties the token to this request",
  },
  "state_missing.with_token_type": {
    hint: "copy the whole response, with all its parameters; only if the server is known to omit the state and token_type, check both boxes below; then nothing ties the token to this request",
  },
  "authorization_error.undocumented": {
    hint: "see the details below",
  },
  "invalid_access_token.response_visible": {
    hint: "copy the whole response again; only if the server is known to issue such tokens, check the box below",
  },
  "invalid_access_token.visible": {
    hint: "copy the token again; only if the server is known to issue such tokens, check the box below",
  },
  missing_token_type: {
    hint: "copy the whole response; only if the server is known to omit token_type, check the box below; then nothing confirms that the token is a bearer token",
  },
};
