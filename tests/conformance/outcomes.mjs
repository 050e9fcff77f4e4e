// Answers vectors one a line, as they come: what the compiled TypeScript binding makes of each.
//
//     node outcomes.mjs FOLDER_OF_THE_COMPILED_PACKAGE

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const folder = pathToFileURL(`${process.argv[2]}/`);
const binding = await import(new URL("src/index.js", folder));
const { attempt } = await import(new URL("tests/outcome.js", folder));

// Words for every message: its key.
const keys = new Proxy({}, { get: (_, key) => ({ message: key }) });

for await (const line of createInterface({ input: process.stdin })) {
  const { op, input } = JSON.parse(line);
  const { actual, error } = attempt(binding, op, input);
  const key = error && { key: error.reworded(keys, "")[0] };
  process.stdout.write(`${JSON.stringify({ actual, ...key })}\n`);
}
