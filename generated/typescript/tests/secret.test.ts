// Only `reveal` and `headers` show the secret of a token.

import assert from "node:assert/strict";
import { test } from "node:test";
import { format, inspect } from "node:util";

import { AccessToken } from "../src/index.js";

const SECRET = "canary-2YotnFZFEjr1zCsicMWpAA";
const token = AccessToken.fromValue(SECRET, {
  domain: "api.example.com",
  clientId: "KEY",
});

function hidden(shown: string): void {
  assert.ok(!shown.includes(SECRET), `the secret is shown: ${shown}`);
}

test("reveal and the headers contain the secret", () => {
  assert.equal(token.reveal(), SECRET);
  assert.ok(
    Object.values(token.headers()).some((value) => value.includes(SECRET)),
  );
});

test("the console does not show it", () => {
  hidden(format("%s %o %O %j", token, token, token, token));
  hidden(format(token));
  hidden(format({ nested: [token] }));
});

test("util.inspect does not show it with any option", () => {
  const everything = {
    depth: Infinity,
    getters: true,
    showHidden: true,
    customInspect: false,
  };
  hidden(inspect(token));
  hidden(inspect(token, everything));
});

test("JSON does not show it", () => {
  hidden(JSON.stringify(token));
  hidden(JSON.stringify({ token }));
});

test("converting the token to a string does not show it", () => {
  hidden(String(token));
  hidden(["", token].join(" "));
});

test("no property contains it", () => {
  for (const key of Reflect.ownKeys(token)) {
    hidden(String(Reflect.get(token, key)));
  }
  hidden(JSON.stringify(Object.entries(token)));
  hidden(JSON.stringify(Object.assign({}, token)));
});

test("a clone does not contain it", () => {
  let clone: unknown;
  try {
    clone = structuredClone(token);
  } catch {
    return; // An error is fine, too.
  }
  hidden(inspect(clone, { depth: Infinity, showHidden: true }));
  hidden(JSON.stringify(clone));
});

test("a token cannot be changed or extended", () => {
  assert.ok(Object.isFrozen(token));
});
