// Exits with 1 if a compiled binding gives another outcome than Python for any input of the vectors and tests,
// or if a test of behavior.test.mjs fails.
//
//     node mutant.mjs FOLDER_OF_THE_COMPILED_PACKAGE ASKED
//
// Each line of ASKED is an input and its outcome in Python.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";

const [, , compiled, asked] = process.argv;
const folder = pathToFileURL(`${compiled}/`);
const binding = await import(new URL("src/index.js", folder));
const { attempt } = await import(new URL("tests/outcome.js", folder));

const lines = readFileSync(asked, "utf-8").trimEnd().split("\n").map((line) => JSON.parse(line));
// Words for every message: its key.
const keys = new Proxy({}, { get: (_, key) => ({ message: key }) });

for (const { op, input, outcome } of lines) {
  const { actual, error } = attempt(binding, op, input);
  const key = error && { key: error.reworded(keys, "")[0] };
  if (!isDeepStrictEqual({ actual, ...key }, outcome)) {
    console.error(op, input, actual, key, "and not", outcome);
    process.exit(1);
  }
}
process.env.COMPILED = compiled;
await import(new URL("../../tests/typescript/behavior.test.mjs", import.meta.url));
