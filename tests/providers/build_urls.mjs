// Builds the URLs that asked.json in a folder lists, and runs the vectors, one line per package.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];

function imported(name, module) {
  const file = join(folder, "built", name, "typescript", module);
  return import(pathToFileURL(file).href);
}

/** Returns the URL of a request that a client builds, and of the same one without a client. */
async function urls(binding, { kind, client, request }) {
  const method = `${kind}AuthorizationRequest`;
  const Request = binding[method];
  const first = `${method[0].toLowerCase()}${method.slice(1)}`;
  const built = await new binding.OAuthClient(client)[first](request);
  const values = { ...client, ...request };
  const other =
    "create" in Request ? await Request.create(values) : new Request(values);
  return [built.url, other.url];
}

for (const { name, calls, vectors } of JSON.parse(
  readFileSync(join(folder, "asked.json"), "utf-8"),
)) {
  const binding = await imported(name, "src/index.js");
  const { run } = await imported(name, "tests/outcome.js");
  const found = { name, urls: [], outcomes: [] };
  for (const call of calls) {
    found.urls.push(await urls(binding, call));
  }
  for (const vector of vectors) {
    found.outcomes.push(await run(binding, vector));
  }
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
