// Compiles the package in each folder, imports it, runs its vectors, and prints what went wrong.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";

import { buildSync } from "esbuild";

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (entry.name.endsWith(".ts")) yield path;
  }
}

async function use(folder) {
  const package_ = join(folder, "typescript");
  if (!existsSync(package_)) return [];
  const to = join(package_, "compiled");
  const found = [];
  try {
    buildSync({
      entryPoints: [...sources(join(package_, "src")), ...sources(join(package_, "tests"))],
      outbase: package_,
      outdir: to,
      preserveSymlinks: true,
      logLevel: "silent",
    });
    const binding = await import(pathToFileURL(join(to, "src", "index.js")).href);
    // A provider without a list of scopes has no `Scope`.
    if (existsSync(join(to, "src", "scopes.js")) && Object.getPrototypeOf(binding.Scope) !== Object.prototype)
      found.push("Scope has another prototype");
    const { run } = await import(pathToFileURL(join(to, "tests", "outcome.js")).href);
    const fixtures = JSON.parse(readFileSync(join(folder, "fixtures", "authorization.json"), "utf8"));
    for (const vector of fixtures.vectors) {
      // PKCE hashes asynchronously, so only some packages return a promise.
      const result = await run(binding, vector);
      // The package does not have every operation yet.
      if ("skipped" in result) continue;
      if (!isDeepStrictEqual(result.actual, vector.expect)) found.push(`the vector ${vector.id} fails in TypeScript`);
    }
  } catch (error) {
    found.push(`TypeScript: ${error}`);
  }
  if ("PWN" in globalThis) found.push("a global PWN in TypeScript");
  delete globalThis.PWN;
  return found;
}

for (const folder of process.argv.slice(2)) console.log(JSON.stringify(await use(folder)));
