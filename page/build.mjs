// Builds the files of the page into the package; with --check, fails where they are not what their source gives.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const HERE = new URL("./", import.meta.url);
const SOURCE = new URL("src/", HERE);
const TARGET = new URL("../snapshotter/cli/page/", HERE);
const PLAYER = new URL("node_modules/asciinema-player/", HERE);

const sources = [...readdirSync(SOURCE).sort().map((name) => `src/${name}`), "package-lock.json"];
const hash = createHash("sha256");
for (const name of sources) hash.update(`${name}\n`).update(readFileSync(new URL(name, HERE)));
const built = `built by page/build.mjs from page/, sha256 ${hash.digest("hex")}`;
const { version, license } = JSON.parse(readFileSync(new URL("package.json", PLAYER), "utf8"));
const player = `${built}; asciinema-player ${version}, ${license}, licence in player.licence.txt`;

const files = [
  ["page.js", new URL("main.ts", SOURCE), built],
  ["page.css", new URL("style.css", SOURCE), built],
  ["player.js", new URL("player.ts", SOURCE), player],
  ["player.css", new URL("dist/bundle/asciinema-player.css", PLAYER), player],
];

let wrong = 0;
function put(name, text) {
  if (/<\/(script|style)/i.test(text)) throw new Error(`${name} ends its element`);
  const target = new URL(name, TARGET);
  if (!process.argv.includes("--check")) return writeFileSync(target, text);
  if (readFileSync(target, "utf8") === text) return undefined;
  console.error(`${target.pathname} is not what its source gives: run scripts/page.sh`);
  wrong = 1;
}

for (const [name, entry, note] of files) {
  const { outputFiles } = await build({
    entryPoints: [entry.pathname],
    bundle: true,
    format: "iife",
    target: ["chrome109", "firefox115", "safari16"],
    charset: "ascii",
    legalComments: "none",
    minify: true,
    lineLimit: 120,
    write: false,
    banner: { [name.split(".").at(-1)]: `/* ${note} */` },
  });
  put(name, outputFiles[0].text);
}
put("player.licence.txt", readFileSync(new URL("LICENSE", PLAYER), "utf8"));
process.exit(wrong);
