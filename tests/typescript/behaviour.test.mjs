// What the modules of the binding do where no vector can tell: wrong types, times, what is printed, and modules by
// themselves.
//
//     COMPILED=FOLDER_OF_THE_COMPILED_PACKAGE node --test behaviour.test.mjs

import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";

const folder = pathToFileURL(`${process.env.COMPILED}/src/`);
const { AccessToken, AuthorizationRequest } = await import(new URL("index.js", folder));
const runtime = (name) => import(new URL(`runtime/${name}.js`, folder));
const { readAnswer } = await runtime("answer");
const { trimEnd } = await runtime("characters");
const { checkExtraParameters } = await runtime("checks");
const { checkOptions } = await runtime("options");
const { readJson } = await runtime("pasted-json");
const { checkHost } = await runtime("hosts");
const { punycode } = await runtime("punycode");
const { RunReader } = await runtime("runs");

const TOKEN = "2YotnFZFEjr1zCsicMWpAA";
const ANSWER = `#access_token=${TOKEN}&token_type=bearer&expires_in=900&state=1`;

function request(options) {
  return new AuthorizationRequest({ domain: "media.example.com", clientId: "KEY", state: "1", ...options });
}

function bare(options, value = TOKEN) {
  return AccessToken.fromValue(value, { domain: "media.example.com", clientId: "KEY", ...options });
}

function refusesType(make, message) {
  assert.throws(make, { name: "TypeError", message });
}

for (const name of ["domain", "clientId", "state", "redirectUri", "scheme"]) {
  test(`${name} that is no string is a TypeError`, () => {
    refusesType(() => request({ [name]: 7 }), `${name} must be a string, not number`);
    refusesType(() => request({ [name]: Symbol() }), `${name} must be a string, not symbol`);
  });
}

test("nothing is told by its name", () => {
  refusesType(() => request({ domain: null }), "domain must be a string, not null");
});

test("what is read has to be a string", () => {
  refusesType(() => request().parsePasted(7), "text must be a string, not number");
  refusesType(() => request().parseRedirect(undefined), "uri must be a string, not undefined");
});

for (const name of ["scopes", "undocumentedScopes"]) {
  test(`${name} that are no list of names are a TypeError`, () => {
    refusesType(() => request({ [name]: "roles" }), `${name} must be a list: write ${name}: ["..."]`);
    refusesType(() => request({ [name]: 7 }), `${name} must be a list of names, not number`);
    refusesType(() => request({ [name]: ["roles", 7] }), `${name}[1] must be a string, not number`);
  });
}

test("extraParameters are an object or pairs, and nothing else", () => {
  for (const [value, type] of [
    [null, "null"],
    [7, "number"],
    ["ab", "string"],
    [true, "boolean"],
    [() => [["a", "b"]], "function"],
  ]) {
    const message = `extraParameters must be an object or pairs, not ${type}`;
    refusesType(() => checkExtraParameters(value, []), message);
  }
});

test("each of extraParameters is a pair of strings", () => {
  const message = "each of extraParameters must be a pair of strings";
  const alike = { 0: "a", 1: "b", length: 2 };
  for (const item of ["ab", null, 7, ["a"], ["a", "b", "c"], ["a", 1], [1, "b"], [1, 2], alike]) {
    refusesType(() => request({ extraParameters: [item] }), message);
  }
  refusesType(() => request({ extraParameters: { a: 1 } }), message);
});

test("extraParameters are the same as an object, as pairs and as a map", () => {
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

test("random states differ", () => {
  assert.notEqual(request({ state: undefined }).state, request({ state: undefined }).state);
});

for (const [value, hint] of [
  [`bearer ${TOKEN}`, "leave out the word Bearer; headers() writes it"],
  [`the bearer ${TOKEN}`, "leave out blanks and line breaks, also at the ends"],
  [`${TOKEN}\n`, "leave out blanks and line breaks, also at the ends"],
  [`access_token=${TOKEN}`, "use parsePasted for an answer with more than the token"],
  [`"${TOKEN}"`, "copy the token again, without quotes"],
]) {
  test(`a bare token is refused with a hint: ${hint}`, () => {
    const message = "value has a character that no bearer token has";
    assert.throws(() => bare({}, value), { code: "invalid_access_token", message, hint });
  });
}

test("a bare token is known to be unverified", () => {
  const token = bare({});
  assert.deepEqual([token.stateVerified, token.scopes], [false, undefined]);
  assert.deepEqual([token.missingScopes, token.extraScopes], [[], []]);
  assert.deepEqual([token.clientId, token.tokenType], ["KEY", "Bearer"]);
  assert.equal(token.isExpired(), undefined);
});

test("a token is made of an answer alone, or of a string", () => {
  const options = { domain: "media.example.com", clientId: "KEY" };
  refusesType(
    () => new AccessToken({ reveal: () => TOKEN, facts: {} }, options),
    "AccessToken is made by parseRedirect, parsePasted or fromValue",
  );
  refusesType(() => bare({}, 7), "value must be a string, not number");
});

test("a token shows whom it is for, wherever it is printed", () => {
  const shown = "<AccessToken for media.example.com, value not shown>";
  const token = bare({});
  assert.deepEqual([String(token), inspect(token), JSON.stringify(token)], [shown, shown, `"${shown}"`]);
});

test("a request shows where it leads, and nothing of its query", () => {
  const shown = "<AuthorizationRequest https://media.example.com/oauth/authorize?...>";
  const asked = request();
  assert.deepEqual([String(asked), inspect(asked), JSON.stringify(asked)], [shown, shown, `"${shown}"`]);
});

test("what a request was given can be read back", () => {
  const given = { domain: "MEDIA.example.com:0443", scopes: ["roles"], extraParameters: { lang: "fr" } };
  const { scheme, issuer, clientId, scopes, extraParameters } = request(given);
  assert.deepEqual([scheme, issuer, clientId], ["https", "media.example.com", "KEY"]);
  assert.deepEqual([scopes, extraParameters], [["roles"], [["lang", "fr"]]]);
});

test("options that are no object, and one that nothing reads, are a TypeError", () => {
  for (const options of [null, undefined, "media.example.com", () => ({})]) {
    refusesType(() => checkOptions(options, ["domain", "scopes"]), "options must be an object with domain, scopes");
  }
  const message = 'there is no option "scope"; there are domain, scopes';
  refusesType(() => checkOptions({ domain: "a", scope: [] }, ["domain", "scopes"]), message);
  refusesType(() => request({ scope: ["roles"] }), /^there is no option "scope"; there are domain, /);
});

test("an error says what is wrong, what to do, and its code", () => {
  assert.throws(() => request({ clientId: "" }), (error) => {
    const text = "OAuthError: clientId is empty: write the key of the application [client_id_empty]";
    return String(error) === text && error.stack.startsWith("OAuthError: clientId is empty\n");
  });
});

test("the server's own error is told by its own name", () => {
  const uri = "https://a.example/#error=vendor&state=1";
  assert.throws(() => request().parseRedirect(uri), { name: "AuthorizationError", error: "vendor" });
});

test("nothing is left of a text of what is taken off its end", () => {
  assert.equal(trimEnd("?!", "!?"), "");
});

test("a host is called domain where it has no other name", () => {
  assert.throws(() => checkHost("", "https"), { message: "domain is empty" });
});

test("a bare token has the domain of an https request", () => {
  assert.equal(bare({ domain: "MEDIA.example.com:443" }).domain, "media.example.com");
});

test("an empty bare token is refused with what is wrong", () => {
  assert.throws(() => bare({}, ""), {
    code: "invalid_access_token",
    message: "value is empty",
    hint: "copy the token again, without quotes",
  });
});

test("a lifetime is a whole number of seconds, not known, or a TypeError", () => {
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
    const message = `expiresIn must be an integer or undefined, not ${told}`;
    refusesType(() => bare({ expiresIn: value }), message);
  }
});

test("a negative lifetime is refused", () => {
  assert.throws(() => bare({ expiresIn: -1 }), {
    code: "invalid_expires_in",
    message: "expiresIn is negative",
    hint: "write the seconds that are left, or leave it out",
  });
});

test("a long lifetime is cut to 2**31 - 1 seconds", () => {
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
    ["receivedAt", (value) => request().parsePasted(ANSWER, { receivedAt: value })],
    ["receivedAt", (value) => request().parseRedirect(ANSWER, { receivedAt: value })],
  ];
  const seconds = "write a number of seconds from 0 to 253402300799, the end of the year 9999";
  const milliseconds = "is that milliseconds? divide it by 1,000";
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
      assert.throws(() => use(value), {
        code: "invalid_time",
        message: `${name} is not a time in Unix seconds`,
        hint,
      });
    }
    for (const [value, told] of [
      ["4540", "string"],
      [null, "null"],
      [true, "boolean"],
      [4540n, "bigint"],
      [new Date(0), "Date; write .getTime() / 1000 after it"],
    ]) {
      const message = `${name} must be a number of Unix seconds, not ${told}`;
      refusesType(() => use(value), message);
    }
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
    const message = `leeway must be a finite number of seconds, not ${told}`;
    refusesType(() => expiring.isExpired({ leeway: value }), message);
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

test("a token has the scheme that it was issued over", () => {
  const http = bare({ domain: "127.0.0.1:443", scheme: "http" });
  assert.equal(http.scheme, "http");
  assert.equal(http.domain, "127.0.0.1:443");
  assert.equal(bare({ domain: "127.0.0.1:443" }).scheme, "https");
  assert.throws(() => bare({ scheme: "http" }), { code: "insecure_transport" });
  assert.throws(() => bare({ scheme: "ftp" }), { code: "bad_scheme" });
  const token = request({ domain: "127.0.0.1:443", scheme: "http" }).parsePasted(ANSWER);
  assert.equal(token.scheme, "http");
  assert.equal(token.domain, "127.0.0.1:443");
});

test("the time is that of the clock unless it is given", (context) => {
  context.mock.method(Date, "now", () => 1_000_500);
  const expiring = bare({ expiresIn: 3600 });
  assert.equal(expiring.expiresAt, 4600);
  assert.equal(expiring.isExpired({ leeway: 3599 }), false);
  assert.equal(expiring.isExpired({ leeway: 3599.5 }), true);
});

test("no state is verified where the provider has none", () => {
  const expected = { state: undefined, scopes: [], scopeSeparator: " ", remedies: {} };
  const values = [
    ["access_token", "a"],
    ["token_type", "bearer"],
  ];
  for (const given of [values, [...values, ["state", "xyz"]]]) {
    assert.equal(readAnswer(new Map(given), expected, {}, {}).facts.stateVerified, false);
  }
});

test("a token before a blank at the end is whole", () => {
  const [run] = new RunReader("access_token=abc ").runs();
  assert.deepEqual([run.pieces, run.fault], [["access_token=abc"], undefined]);
});

test("an object that is quoted from its first line on is read", () => {
  assert.deepEqual([...readJson('> {"state":\n>"xyz"}')], [["state", "xyz"]]);
});

// RFC 3492 §7.1 (A) to (E), (L), (R) and (S). Those written as escapes are by hand: the first code points that are
// encoded, of which the second is just the threshold (§6.3); then those whose bias is just not, and just is, divided
// once more (§6.1).
for (const [label, encoded] of [
  ["ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"],
  ["他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"],
  ["他們爲什麽不說中文", "ihqwctvzc91f659drss3x8bo0yb"],
  ["Pročprostěnemluvíčesky", "Proprostnemluvesky-uyb24dma41a"],
  ["למההםפשוטלאמדבריםעברית", "4dbcagdahymbxekheh6e0a7fei0b"],
  ["3年B組金八先生", "3B-ww4c5e180e575a65lsy2b"],
  ["そのスピードで", "d9juau41awczczp"],
  ["-> $1.00 <-", "-> $1.00 <--"],
  ["\u0080", "a"],
  ["\u0081", "ba"],
  ["abc\uf960\uffee", "abc-qb2si8w"],
  ["\u{26ff0}\u{27ff0}", "9j4kc8u"],
]) {
  test(`Punycode of ${label} is that of RFC 3492`, () => {
    assert.equal(punycode(label), encoded);
  });
}
