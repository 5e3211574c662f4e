// What VS Code marks in JSON files by their schemas, with its own language
// service: nothing in the files that are named, and in answers that were begun
// one mark for each gap. Arguments: folder of the answers, how many gaps, files.
const fs = require("fs");
const url = require("url");
const path = require("path");
const { getLanguageService, TextDocument } = require("vscode-json-languageservice");

const service = getLanguageService({
  schemaRequestService: (uri) => Promise.resolve(fs.readFileSync(url.fileURLToPath(uri), "utf8")),
  workspaceContext: { resolveRelativePath: (relative, base) => url.resolve(base, relative) },
});

async function marks(file) {
  const text = fs.readFileSync(file, "utf8");
  const document = TextDocument.create(url.pathToFileURL(path.resolve(file)).href, "json", 1, text);
  const settings = { validate: true, schemaValidation: "warning", schemaRequest: "error" };
  return service.doValidation(document, service.parseJSONDocument(document), settings);
}

(async () => {
  const [begun, gaps, ...files] = process.argv.slice(2);
  let failed = false;
  for (const file of [begun, ...files]) {
    const found = await marks(file);
    if (found.length === (file === begun ? Number(gaps) : 0)) continue;
    failed = true;
    console.log(`${file}: ${found.length} marks`);
    for (const mark of found) console.log(`  ${mark.range.start.line + 1}: ${mark.message}`);
  }
  if (!failed) console.log(`ok: ${files.length} files have no mark in VS Code, ${begun} its ${gaps} gaps`);
  process.exit(failed ? 1 : 0);
})();
