// Generated from spec.yaml; edit that and run `make generate`.
// The outcome of a language-neutral vector, in the form of its `expect`.
//
// The reader of the outcome compares the two.

import type * as binding from "../src/index.js";

type Binding = typeof binding;
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };
type Values = Record<string, Json>;

/** The parts of a vector that a runner reads. */
export interface Vector {
  readonly id: string;
  readonly op: string;
  readonly input: Values;
}

/** The outcome of a vector with the time of the fastest of three runs, or why it is skipped. */
export type Outcome =
  | { readonly id: string; readonly actual: Json; readonly seconds: number }
  | { readonly id: string; readonly skipped: string };

/** The default values of a request for reading a response. */
const ASKED: Values = {
  domain: "api.example.com",
  clientId: "API_KEY",
};

/** The options by their names in a vector. */
const OPTIONS = new Map([
  ["domain", "domain"],
  ["client_id", "clientId"],
  ["scheme", "scheme"],
  ["scopes", "scopes"],
  ["state", "state"],
  ["undocumented_scopes", "undocumentedScopes"],
  ["extra_parameters", "extraParameters"],
]);

/** The arguments that errors name, by their names in TypeScript. */
const ARGUMENTS = new Map([
  ...Array.from(OPTIONS, ([name, option]) => [option, name] as const),
  ["receivedAt", "received_at"],
]);

/** The operations that the package has. */
const OPERATIONS = ["build_url", "parse_pasted", "parse_redirect"];

/** Returns what a vector gives, and how long that takes; or why the package skips it. */
export function run(binding: Binding, vector: Vector): Outcome {
  if (!OPERATIONS.includes(vector.op)) {
    return { id: vector.id, skipped: `the package has no ${vector.op}` };
  }
  let actual: Json = null;
  let best = Infinity;
  for (let turn = 0; turn < 3; turn += 1) {
    const input = putTogether(vector.input) as Values;
    const start = performance.now();
    ({ actual } = attempt(binding, vector.op, input));
    best = Math.min(best, performance.now() - start);
  }
  return { id: vector.id, actual, seconds: best / 1000 };
}

/** Returns a value after building each text in it from its recipe. */
function putTogether(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(putTogether);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const recipe = value as Values;
  if (Array.isArray(recipe["repeat"])) {
    const [text, times] = recipe["repeat"] as [string, number];
    return text.repeat(times);
  }
  if (Array.isArray(recipe["concat"])) {
    const parts = recipe["concat"] as readonly Json[];
    return parts.map((part) => putTogether(part) as string).join("");
  }
  if (Array.isArray(recipe["utf16_units"])) {
    return String.fromCharCode(...(recipe["utf16_units"] as number[]));
  }
  return Object.fromEntries(
    Object.entries(recipe).map(([key, item]) => [key, putTogether(item)]),
  );
}

/** Returns what an operation gives (a URL, a token, or an error's code and argument), and the error. */
export function attempt(
  binding: Binding,
  op: string,
  input: Values,
): { actual: Json; error?: binding.OAuthError } {
  try {
    return { actual: outcome(binding, op, input) };
  } catch (error) {
    if (!(error instanceof binding.OAuthError)) {
      throw error;
    }
    return { actual: refusal(binding, error), error };
  }
}

/** Returns the result of an operation: a URL or a token. */
function outcome(binding: Binding, op: string, input: Values): Json {
  const options: Values = op === "build_url" ? {} : { ...ASKED };
  for (const [key, value] of Object.entries(input)) {
    const option = OPTIONS.get(key);
    if (option !== undefined) {
      options[option] = value;
    }
  }
  const request = new binding.AuthorizationRequest(
    options as unknown as binding.AuthorizationRequestOptions,
  );
  if (op === "build_url") {
    return { url: request.url };
  }
  const reading = {
    receivedAt: input["received_at"] as number | undefined,
    allowMissingState: input["allow_missing_state"] === true,
    allowMissingTokenType: input["allow_missing_token_type"] === true,
    anyCharacters: input["any_characters"] === true,
  };
  const token =
    op === "parse_pasted"
      ? request.parsePasted(input["text"] as string, reading)
      : request.parseRedirect(input["uri"] as string, reading);
  return { token: described(token) };
}

/** Returns the argument that an error names as a vector writes it: `scopes[2]`. */
function neutral(argument: string | undefined): string | null {
  if (argument === undefined) {
    return null;
  }
  const [name = "", ...item] = argument.split("[");
  return [ARGUMENTS.get(name) ?? name, ...item].join("[");
}

/** Returns an error's code and argument, or what a server said. */
function refusal(binding: Binding, error: binding.OAuthError): Json {
  if (!(error instanceof binding.AuthorizationError)) {
    return { error: error.code, argument: neutral(error.argument) };
  }
  return {
    error: error.code,
    authorization_error: {
      error: error.error,
      description: error.description ?? null,
      uri: error.uri ?? null,
      state_verified: error.stateVerified,
    },
  };
}

/** Returns the attributes of a token, with sets in code point order. */
function described(token: binding.AccessToken): Json {
  return {
    access_token: token.reveal(),
    token_type: token.tokenType,
    expires_in: token.expiresIn ?? null,
    expires_at: token.expiresAt ?? null,
    scopes: token.scopes === undefined ? null : [...token.scopes].sort(),
    missing_scopes: [...token.missingScopes].sort(),
    extra_scopes: [...token.extraScopes].sort(),
    state_verified: token.stateVerified,
  };
}
