// Ends with 1 where a compiled binding answers anything otherwise than it should: what vectors and tests ask,
// and what behaviour.test.mjs asks of its modules.
//
//     node mutant.mjs FOLDER_OF_THE_COMPILED_PACKAGE ASKED
//
// The first line of ASKED is what Python calls what a message names, the others an input and its outcome each.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";

const [, , compiled, asked] = process.argv;
const folder = pathToFileURL(`${compiled}/`);
const binding = await import(new URL("src/index.js", folder));
const { attempt } = await import(new URL("tests/outcome.js", folder));

const [names, ...lines] = readFileSync(asked, "utf-8").trimEnd().split("\n").map((line) => JSON.parse(line));
const inPythonsWords = (text) => names.reduce((said, [ours, pythons]) => said.replaceAll(ours, pythons), text);

for (const { op, input, outcome } of lines) {
  const { actual, error } = attempt(binding, op, input);
  const said = error && { message: inPythonsWords(error.message), hint: inPythonsWords(error.hint) };
  if (!isDeepStrictEqual({ actual, ...said }, outcome)) {
    console.error(op, input, actual, said, "and not", outcome);
    process.exit(1);
  }
}
process.env.COMPILED = compiled;
await import(new URL("behaviour.test.mjs", import.meta.url));
