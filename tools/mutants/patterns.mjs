// Writes patterns that a module puts together from texts as literals, for tools to change them as such.
//
//     node patterns.mjs FOLDER_OF_THE_COMPILED_PACKAGE MODULE.ts

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";

const MADE = /^const (\w+) = new RegExp\(\n?[^;]*?\);$/gm;

const [, , compiled, module] = process.argv;
const source = readFileSync(module, "utf-8");
const names = Array.from(source.matchAll(MADE), ([, name]) => name);

const runtime = `${compiled}/src/runtime/`;
const showing = `${runtime}showing.js`;
const made = readFileSync(`${runtime}${basename(module, ".ts")}.js`, "utf-8");
writeFileSync(showing, `${made}\nexport const patterns = { ${names.join(", ")} };\n`);
const { patterns } = await import(pathToFileURL(showing));
rmSync(showing);

writeFileSync(module, source.replace(MADE, (_, name) => `const ${name} = ${String(patterns[name])};`));
