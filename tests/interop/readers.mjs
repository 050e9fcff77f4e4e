// Prints as JSON what libraries of others read in the documents of each folder: readers.mjs FOLDER…
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { processDiscoveryResponse } from "oauth4webapi";
import postman from "postman-collection";

/** What oauth4webapi takes of an authorization server that answers with the metadata. */
async function metadata(document) {
  const headers = { "content-type": "application/json" };
  const answer = new Response(document, { headers });
  return processDiscoveryResponse(new URL(JSON.parse(document).issuer), answer);
}

/** What Postman's own library makes of the collection, with every variable in its place. */
function collection(document) {
  const read = new postman.Collection(JSON.parse(document));
  const filled = (value) => read.variables.substitute(value);
  const [item] = read.items.all();
  const request = new postman.Request(filled(item.request.toJSON()));
  const auth = item.getAuth();
  return {
    type: auth.type,
    told: filled(Object.fromEntries(auth.parameters().all().map(({ key, value }) => [key, value]))),
    url: request.url.toString(),
    headers: request.getHeaders(),
    described: read.description.toString(),
  };
}

for (const folder of process.argv.slice(2)) {
  const text = (name) => readFileSync(join(folder, name), "utf8");
  const found = {
    metadata: await metadata(text("authorization-server.json")),
    collection: collection(text("postman.json")),
  };
  console.log(JSON.stringify(found));
}
