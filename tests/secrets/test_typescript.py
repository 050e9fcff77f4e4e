"""A secret variable never shows in what JavaScript prints of a client, a request, or an error."""

from __future__ import annotations

from pathlib import Path

from generator import pipeline
from tests import node
from tests.secrets.spec import SPEC

CHECKS = """\
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { AuthorizationRequest, OAuthClient } from "./acme.mjs";

const CANARY = "canary7f3";
const OPTIONS = {
  account: `${CANARY}a`,
  apiKey: `${CANARY}k`,
  partner: `${CANARY}p`,
  clientId: "ID",
  redirectUri: "https://app.example/cb",
};

const printed = [];
console.log = console.error = (...values) => printed.push(values.map((one) => inspect(one, OUT)).join(" "));
const OUT = { depth: null, showHidden: true };

function shown(value) {
  console.log(value, [value], { value });
  return [String(value), `${value}`, JSON.stringify({ value }), JSON.stringify(value), ...printed];
}

const client = new OAuthClient(OPTIONS);
const request = await client.authorizationRequest({ state: "s" });
assert.equal(String(client), "<OAuthClient https://acme.example/.../authorize>");
assert.equal(String(request), "<AuthorizationRequest https://acme.example/.../authorize?...>");
assert.ok(request.url.startsWith(`https://acme.example/${CANARY}a/authorize?key=${CANARY}k&`));
assert.ok(request.url.endsWith(`&partner_token=p-${CANARY}p`));
for (const value of [client, request]) {
  assert.deepEqual(shown(value).filter((one) => one.includes(CANARY)), []);
}

const FAULTS = [
  { account: `${CANARY}/x` },
  { apiKey: `${CANARY}\\ud800` },
  { partner: [CANARY] },
  { clientId: "\\n" },
  { redirectUri: "no" },
  { unknown: CANARY },
  { state: "\\n" },
  { codeVerifier: "short" },
  { scopes: "one" },
  { extraParameters: { a: "x".repeat(8000) } },
  { extraParameters: 5 },
];
for (const fault of FAULTS) {
  await assert.rejects(AuthorizationRequest.create({ ...OPTIONS, ...fault }), (error) => {
    const texts = [...shown(error), error.stack, error.message, JSON.stringify({ ...error })];
    assert.deepEqual(texts.filter((one) => one.includes(CANARY)), []);
    return true;
  });
}

// A page that is not from https has random numbers, but no hashes.
const { crypto } = globalThis;
const getRandomValues = (array) => crypto.getRandomValues(array);
Object.defineProperty(globalThis, "crypto", { configurable: true, value: { getRandomValues } });
for (const codeVerifier of [undefined, "v".repeat(43)]) {
  await assert.rejects(client.authorizationRequest({ codeVerifier }), {
    name: "OAuthError",
    code: "insecure_context",
    argument: undefined,
    message: "this page has no crypto.subtle, because it is not from https or from this machine",
    hint: "serve the page from https, or open it from localhost",
  });
}
"""


def test_nothing_shows_a_secret(tmp_path: Path) -> None:
    node.required()
    spec = tmp_path / "spec.yaml"
    spec.write_text(SPEC, encoding="utf-8")
    for path, data in pipeline.tree(pipeline.load(spec), ["typescript"]).items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    bundle = ("--bundle", "--format=esm", "--log-level=warning", "--outfile=acme.mjs")
    made = node.tool("esbuild", "typescript/src/index.ts", *bundle, cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    (tmp_path / "checks.mjs").write_text(CHECKS, encoding="utf-8")
    checked = node.node("checks.mjs", cwd=tmp_path)
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stderr
