// The behavior that no vector can test: wrong types, times, printed objects, messages, and single modules.
//
//     COMPILED=FOLDER_OF_THE_COMPILED_PACKAGE node --test behavior.test.mjs

import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";

const folder = pathToFileURL(`${process.env.COMPILED}/src/`);
const { AccessToken, AuthorizationRequest } = await import(new URL("index.js", folder));
const runtime = (name) => import(new URL(`runtime/${name}.js`, folder));
const { trimEnd } = await runtime("characters");
const { checkExtraParameters } = await runtime("checks");
const { filled, OAuthError } = await runtime("errors");
const { checkHost } = await runtime("hosts");
const messages = await runtime("messages");
const { checkOptions } = await runtime("options");
const { readJson } = await runtime("pasted-json");
const { RunReader } = await runtime("pasted-parameters");
const { readResponse } = await runtime("response");

const TOKEN = "2YotnFZFEjr1zCsicMWpAA";
const RESPONSE = `#access_token=${TOKEN}&token_type=bearer&expires_in=900&state=1`;

function request(options) {
  return new AuthorizationRequest({ domain: "media.example.com", clientId: "KEY", state: "1", ...options });
}

function bare(options, value = TOKEN) {
  return AccessToken.fromValue(value, { domain: "media.example.com", clientId: "KEY", ...options });
}

function rejectsType(call, text, argument, found) {
  assert.throws(call, { name: "TypeError", message: filled(text, { argument, found }) });
}

for (const name of ["domain", "clientId", "state", "redirectUri", "scheme"]) {
  test(`${name} that is not a string is a TypeError`, () => {
    rejectsType(() => request({ [name]: 7 }), messages.NOT_TEXT, name, "number");
    rejectsType(() => request({ [name]: Symbol() }), messages.NOT_TEXT, name, "symbol");
  });
}

test("null is reported by its name", () => {
  rejectsType(() => request({ domain: null }), messages.NOT_TEXT, "domain", "null");
});

test("a response must be a string", () => {
  rejectsType(() => request().parsePasted(7), messages.NOT_TEXT, "text", "number");
  rejectsType(() => request().parseRedirect(undefined), messages.NOT_TEXT, "uri", "undefined");
});

for (const name of ["scopes", "undocumentedScopes"]) {
  test(`${name} that are not a list of names are a TypeError`, () => {
    rejectsType(() => request({ [name]: "roles" }), messages.ONE_NAME, name);
    rejectsType(() => request({ [name]: 7 }), messages.NOT_NAMES, name, "number");
    rejectsType(() => request({ [name]: ["roles", 7] }), messages.NOT_TEXT, `${name}[1]`, "number");
  });
}

test("extraParameters are only an object or pairs", () => {
  for (const [value, type] of [
    [null, "null"],
    [7, "number"],
    ["ab", "string"],
    [true, "boolean"],
    [() => [["a", "b"]], "function"],
  ]) {
    rejectsType(() => checkExtraParameters(value, []), messages.NOT_PAIRS, "extraParameters", type);
  }
});

test("each item of extraParameters is a pair of strings", () => {
  const alike = { 0: "a", 1: "b", length: 2 };
  for (const item of ["ab", null, 7, ["a"], ["a", "b", "c"], ["a", 1], [1, "b"], [1, 2], alike]) {
    rejectsType(() => request({ extraParameters: [item] }), messages.NOT_A_PAIR, "extraParameters");
  }
  rejectsType(() => request({ extraParameters: { a: 1 } }), messages.NOT_A_PAIR, "extraParameters");
});

test("extraParameters as an object, as pairs, and as a map give the same URL", () => {
  const pairs = [
    ["a", "1"],
    ["b", "2"],
  ];
  for (const extraParameters of [{ a: "1", b: "2" }, pairs, new Map(pairs)]) {
    assert.equal(request({ extraParameters }).url, `${request().url}&a=1&b=2`);
  }
});

test("a random state is 16 bytes, each as two hexadecimal digits", (context) => {
  const bytes = [0, 1, 15, 16, 31, 100, 127, 128, 160, 171, 205, 239, 250, 253, 254, 255];
  context.mock.method(crypto, "getRandomValues", (array) => {
    assert.equal(array.length, 16);
    array.set(bytes);
    return array;
  });
  assert.equal(request({ state: undefined }).state, "00010f101f647f80a0abcdeffafdfeff");
});

for (const missing of [undefined, {}, null]) {
  test(`a random state needs a source of random numbers, not ${JSON.stringify(missing)}`, (context) => {
    const { crypto } = globalThis;
    context.after(() => Object.defineProperty(globalThis, "crypto", { value: crypto }));
    Object.defineProperty(globalThis, "crypto", { configurable: true, value: missing });
    assert.throws(() => request({ state: undefined }), {
      name: "OAuthError",
      code: "no_random_source",
      argument: undefined,
      message: "no source of secure random numbers is available",
      hint: "use a current runtime, or pass state",
    });
    assert.equal(request({ state: "s" }).state, "s");
  });
}

test("random states differ", () => {
  assert.notEqual(request({ state: undefined }).state, request({ state: undefined }).state);
});

const INVALID_VALUES = [
  [`bearer ${TOKEN}`, messages.INVALID_ACCESS_TOKEN_WITH_SCHEME],
  [`the bearer ${TOKEN}`, messages.INVALID_ACCESS_TOKEN_WITH_SCHEME],
  [`forbearer ${TOKEN}`, messages.INVALID_ACCESS_TOKEN_WITH_SPACES],
  [`Basic ${TOKEN}`, messages.INVALID_ACCESS_TOKEN_WITH_SPACES],
  [`${TOKEN}\n`, messages.INVALID_ACCESS_TOKEN_WITH_SPACES],
  [`access_token=${TOKEN}`, messages.INVALID_ACCESS_TOKEN_WITH_PARAMETERS],
  [`Authorization: Bearer ${TOKEN}`, messages.INVALID_ACCESS_TOKEN_WITH_SCHEME],
  [`-H "Authorization: Bearer ${TOKEN}"`, messages.INVALID_ACCESS_TOKEN_WITH_SCHEME],
  [`{"access_token": "${TOKEN}"}`, messages.INVALID_ACCESS_TOKEN_WITH_PARAMETERS],
  [`https://a.example/?x=${TOKEN}`, messages.INVALID_ACCESS_TOKEN_WITH_PARAMETERS],
  [`perm:${TOKEN}`, messages.INVALID_ACCESS_TOKEN_VISIBLE],
  [`a=${TOKEN}`, messages.INVALID_ACCESS_TOKEN_VISIBLE],
  [`\ufeff${TOKEN}`, messages.INVALID_ACCESS_TOKEN_CHARACTERS],
  [`"${TOKEN}"`, messages.INVALID_ACCESS_TOKEN_CHARACTERS],
  ["", messages.INVALID_ACCESS_TOKEN_EMPTY],
];

for (const [value, [key, , hint]] of INVALID_VALUES) {
  test(`a bare token is rejected as ${key}`, () => {
    assert.throws(() => bare({}, value), { code: "invalid_access_token", argument: "value", hint });
  });
}

test("a bare token in UTF-16 is named", () => {
  const [, message, hint] = messages.BAD_ENCODING_UTF16;
  for (const value of [...TOKEN].flatMap((one) => [`${one}\0`, `\0${one}`])) {
    const expected = { code: "bad_encoding", argument: "value", message, hint };
    assert.throws(() => bare({}, value), expected);
  }
});

test("a bare token with any visible ASCII characters is accepted with consent", () => {
  const codes = Array.from({ length: 0x100 }, (_, code) => code);
  const isVisible = (code) => code > 0x20 && code < 0x7f;
  const visible = String.fromCharCode(...codes.filter(isVisible));
  const token = bare({ anyCharacters: true }, visible);
  assert.equal(token.headers().Authorization, `Bearer ${visible}`);
  assert.equal(new Headers(token.headers()).get("Authorization"), `Bearer ${visible}`);
  for (const code of codes.filter((one) => !isVisible(one))) {
    const value = `a${String.fromCharCode(code)}b`;
    assert.throws(() => bare({ anyCharacters: true }, value), OAuthError);
  }
  for (const anyCharacters of [1, "yes", null]) {
    assert.throws(() => bare({ anyCharacters }, visible), { code: "invalid_access_token" });
  }
});

test("a bare token is unverified", () => {
  const token = bare({});
  assert.deepEqual([token.stateVerified, token.scopes], [false, undefined]);
  assert.deepEqual([token.missingScopes, token.extraScopes], [[], []]);
  assert.deepEqual([token.clientId, token.tokenType], ["KEY", "Bearer"]);
  assert.equal(token.isExpired(), undefined);
});

test("a token is created only from a response or a string", () => {
  const options = { domain: "media.example.com", clientId: "KEY" };
  const copy = { reveal: () => TOKEN, facts: {} };
  rejectsType(() => new AccessToken(copy, options), messages.NOT_CONSTRUCTIBLE, "", "AccessToken");
  rejectsType(() => bare({}, 7), messages.NOT_TEXT, "value", "number");
});

test("a printed token shows only its host", () => {
  const shown = "<AccessToken for media.example.com, value not shown>";
  const token = bare({});
  assert.deepEqual([String(token), inspect(token), JSON.stringify(token)], [shown, shown, `"${shown}"`]);
});

test("a printed request shows only its endpoint", () => {
  const shown = "<AuthorizationRequest https://media.example.com/oauth/authorize?...>";
  const printed = request();
  assert.deepEqual([String(printed), inspect(printed), JSON.stringify(printed)], [shown, shown, `"${shown}"`]);
});

test("the values of a request can be read", () => {
  const given = { domain: "MEDIA.example.com:0443", scopes: ["roles"], extraParameters: { lang: "fr" } };
  const { scheme, issuer, clientId, scopes, extraParameters } = request(given);
  assert.deepEqual([scheme, issuer, clientId], ["https", "media.example.com", "KEY"]);
  assert.deepEqual([scopes, extraParameters], [["roles"], [["lang", "fr"]]]);
});

test("options that are not an object, and unknown options, are a TypeError", () => {
  const known = ["domain", "scopes"];
  for (const options of [null, undefined, "media.example.com", () => ({})]) {
    assert.throws(() => checkOptions(options, known), { name: "TypeError", message: /domain, scopes$/ });
  }
  const unknown = { name: "TypeError", message: /"scope".* domain, / };
  assert.throws(() => checkOptions({ domain: "a", scope: [] }, known), unknown);
  assert.throws(() => request({ scope: ["roles"] }), unknown);
});

test("a printed error shows what is wrong, what to do, and its code", () => {
  assert.throws(() => request({ clientId: "" }), (error) => {
    const text = `OAuthError: ${error.message}: ${error.hint} [client_id_empty]`;
    return String(error) === text && error.stack.startsWith(`OAuthError: ${error.message}\n`);
  });
});

test("an error names the argument at fault, and the item of a list", () => {
  for (const [options, code, argument] of [
    [{ clientId: "" }, "client_id_empty", "clientId"],
    [{ scheme: "ftp" }, "bad_scheme", "scheme"],
    [{ scheme: "http" }, "insecure_transport", "scheme"],
    [{ redirectUri: "http://a.example/" }, "insecure_transport", "redirectUri"],
    [{ scopes: ["roles", "x"] }, "unknown_scope", "scopes[1]"],
    [{ undocumentedScopes: ["a b"] }, "invalid_scope_token", "undocumentedScopes[0]"],
    [{ extraParameters: { state: "1" } }, "reserved_param", "extraParameters"],
    [{ extraParameters: { a: "1".repeat(8_000) } }, "url_too_long", undefined],
  ]) {
    assert.throws(() => request(options), { code, argument });
  }
});

test("a user interface can word an error in its own way", () => {
  assert.throws(() => request({ extraParameters: { state: "1" } }), (error) => {
    assert.deepEqual(error.reworded({}, "extraParameters"), [error.message, error.hint]);
    const wording = { reserved_param: { message: "{name} in {argument}", hint: "remove {name}" } };
    assert.deepEqual(error.reworded(wording, "Extra parameters"), ["state in Extra parameters", "remove state"]);
    const { message, hint } = wording.reserved_param;
    const rewordedHint = error.reworded({ reserved_param: { hint } }, "extraParameters");
    assert.deepEqual(rewordedHint, [error.message, "remove state"]);
    const rewordedMessage = error.reworded({ reserved_param: { message } }, "x");
    assert.deepEqual(rewordedMessage, ["state in x", error.hint]);
    return true;
  });
});

const TABLE = Object.entries(messages).filter(([, text]) => Array.isArray(text));

test("each message is rendered with its placeholders filled", () => {
  assert.ok(TABLE.length > 0);
  for (const [name, [key, message, hint]] of TABLE) {
    const names = [...`${message}${hint}`.matchAll(/\{(\w+)\}/g)].map(([, one]) => one);
    const values = Object.fromEntries(names.map((one) => [one, `{${one.toUpperCase()}}`]));
    const error = new OAuthError(messages[name], "ARGUMENT", { ...values, argument: "ARGUMENT" });
    assert.equal(error.code, key.split(".")[0]);
    for (const [text, rendered] of [
      [message, error.message],
      [hint, error.hint],
    ]) {
      // A value is not searched for placeholders again.
      const expected = text.replace(/\{(\w+)\}/g, (_, one) => (one === "argument" ? "ARGUMENT" : `{${one.toUpperCase()}}`));
      assert.equal(rendered, expected);
    }
  }
});

test("the server's own error has its own name", () => {
  const uri = "https://a.example/#error=vendor&state=1";
  assert.throws(() => request().parseRedirect(uri), { name: "AuthorizationError", error: "vendor" });
});

test("a text of trailing characters is trimmed to nothing", () => {
  assert.equal(trimEnd("?!", "!?"), "");
});

test("a host is the argument domain by default", () => {
  assert.throws(() => checkHost("", "https"), { code: "domain_empty", argument: "domain" });
});

test("a bare token has the domain of an https request", () => {
  assert.equal(bare({ domain: "MEDIA.example.com:443" }).domain, "media.example.com");
});

test("a lifetime is a whole number of seconds, unknown, or a TypeError", () => {
  assert.equal(bare({}).expiresIn, undefined);
  assert.equal(bare({ expiresIn: undefined }).expiresIn, undefined);
  assert.equal(bare({ expiresIn: 0 }).expiresIn, 0);
  assert.equal(bare({ expiresIn: 3600 }).expiresIn, 3600);
  for (const [value, told] of [
    ["3600", "string"],
    [null, "null"],
    [true, "boolean"],
    [1.5, "1.5"],
    [Infinity, "Infinity"],
    [NaN, "NaN"],
  ]) {
    rejectsType(() => bare({ expiresIn: value }), messages.NOT_WHOLE, "expiresIn", told);
  }
});

test("a negative lifetime is rejected", () => {
  assert.throws(() => bare({ expiresIn: -1 }), { code: "invalid_expires_in", argument: "expiresIn" });
});

test("a long lifetime is capped at 2**31 - 1 seconds", () => {
  assert.equal(bare({ expiresIn: 2147483647 }).expiresIn, 2147483647);
  assert.equal(bare({ expiresIn: 2147483648 }).expiresIn, 2147483647);
});

test("a time is a number of seconds in the years 1970 to 9999", () => {
  const expiring = bare({ expiresIn: 3600, receivedAt: 1000.9 });
  assert.equal(expiring.expiresAt, 4600);
  assert.equal(expiring.isExpired({ at: 4539 }), false);
  assert.equal(expiring.isExpired({ at: 4540 }), true);
  assert.equal(expiring.isExpired({ at: 0, leeway: 4599 }), false);
  assert.equal(expiring.isExpired({ at: 253402300799, leeway: 0 }), true);
  const times = [
    ["at", (value) => expiring.isExpired({ at: value })],
    ["receivedAt", (value) => bare({ receivedAt: value })],
    ["receivedAt", (value) => request().parsePasted(RESPONSE, { receivedAt: value })],
    ["receivedAt", (value) => request().parseRedirect(RESPONSE, { receivedAt: value })],
  ];
  const [, , seconds] = messages.INVALID_TIME_RANGE;
  const [, , milliseconds] = messages.INVALID_TIME_MILLISECONDS;
  for (const [name, use] of times) {
    for (const [value, hint] of [
      [-1, seconds],
      [-0.5, seconds],
      [NaN, seconds],
      [Infinity, seconds],
      [-Infinity, seconds],
      [253402300800, milliseconds],
      [Date.now(), milliseconds],
      [253402300799000, milliseconds],
      [253402300799001, seconds],
    ]) {
      assert.throws(() => use(value), { code: "invalid_time", argument: name, hint });
    }
    for (const [value, told] of [
      ["4540", "string"],
      [null, "null"],
      [true, "boolean"],
      [4540n, "bigint"],
    ]) {
      rejectsType(() => use(value), messages.NOT_SECONDS, name, told);
    }
    rejectsType(() => use(new Date(0)), messages.DATE_NOT_SECONDS, name, "Date");
  }
});

test("a leeway is a finite number of seconds", () => {
  const expiring = bare({ expiresIn: 3600, receivedAt: 1000 });
  assert.equal(expiring.isExpired({ at: 0, leeway: 9007199254740991 }), true);
  assert.equal(expiring.isExpired({ at: 0, leeway: -9007199254740991 }), false);
  for (const [value, told] of [
    [9007199254740992, "9007199254740992"],
    [NaN, "NaN"],
    [null, "null"],
  ]) {
    rejectsType(() => expiring.isExpired({ leeway: value }), messages.NOT_FINITE, "leeway", told);
  }
});

test("an expiry is at most the end of the year 9999", () => {
  for (const [receivedAt, expiresAt] of [
    [0, 900],
    [253402299899, 253402300799],
    [253402299900, 253402300799],
    [253402300799, 253402300799],
  ]) {
    assert.equal(bare({ expiresIn: 900, receivedAt }).expiresAt, expiresAt);
  }
});

test("a token has the scheme of its request", () => {
  const http = bare({ domain: "127.0.0.1:443", scheme: "http" });
  assert.equal(http.scheme, "http");
  assert.equal(http.domain, "127.0.0.1:443");
  assert.equal(bare({ domain: "127.0.0.1:443" }).scheme, "https");
  assert.throws(() => bare({ scheme: "http" }), { code: "insecure_transport" });
  assert.throws(() => bare({ scheme: "ftp" }), { code: "bad_scheme" });
  const token = request({ domain: "127.0.0.1:443", scheme: "http" }).parsePasted(RESPONSE);
  assert.equal(token.scheme, "http");
  assert.equal(token.domain, "127.0.0.1:443");
});

test("the time defaults to the clock", (context) => {
  context.mock.method(Date, "now", () => 1_000_500);
  const expiring = bare({ expiresIn: 3600 });
  assert.equal(expiring.expiresAt, 4600);
  assert.equal(expiring.isExpired({ leeway: 3599 }), false);
  assert.equal(expiring.isExpired({ leeway: 3599.5 }), true);
});

test("no state is verified if the provider has none", () => {
  const expected = { state: undefined, scopes: [], scopeSeparator: " ", remedies: {} };
  const values = [
    ["access_token", "a"],
    ["token_type", "bearer"],
  ];
  for (const given of [values, [...values, ["state", "xyz"]]]) {
    assert.equal(readResponse(new Map(given), expected, {}, {}).facts.stateVerified, false);
  }
});

test("a token before a trailing space is complete", () => {
  const [run] = new RunReader("access_token=abc ").runs();
  assert.deepEqual([run.pieces, run.fault], [["access_token=abc"], undefined]);
});

test("an object that is quoted from its first line is read", () => {
  assert.deepEqual([...readJson('> {"state":\n>"xyz"}')], [["state", "xyz"]]);
});

// Scripts that every browser writes in the same way; for others, no host is suggested. RFC 3492 §7.1 (B), (C), (E), and
// (L), in lowercase.
for (const [label, encoded] of [
  ["bücher", "xn--bcher-kva"],
  ["faß", "xn--fa-hia"],
  ["他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye"],
  ["他們爲什麽不說中文", "xn--ihqwctvzc91f659drss3x8bo0yb"],
  ["pročprostěnemluvíčesky", "xn--proprostnemluvesky-uyb24dma41a"],
  ["3年b組金八先生", "xn--3b-ww4c5e180e575a65lsy2b"],
  ["そのスピードで", "xn--d9juau41awczczp"],
]) {
  test(`the suggestion for ${label} is its A-label`, () => {
    const [, , hint] = messages.DOMAIN_NOT_ASCII_SUGGESTED;
    const suggestion = filled(hint, { suggestion: `${encoded}.example` });
    assert.throws(() => checkHost(`${label}.example`, "https"), { code: "domain_not_ascii", hint: suggestion });
  });
}

for (const label of ["ａ", "א1", "ꭰ", "ᾀ", "ᅟ", "xn--é", "é".repeat(64), "!é", "\u{20000}"]) {
  test(`nothing is suggested for ${label}`, () => {
    const [, , hint] = messages.DOMAIN_NOT_ASCII_UNKNOWN;
    assert.throws(() => checkHost(`${label}.example`, "https"), { code: "domain_not_ascii", hint });
  });
}
