// Builds page.js and page.css into the package; with --check, fails where they are not what their source gives.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const SOURCE = new URL("./src/", import.meta.url);
const TARGET = new URL("../snapshotter/cli/page/", import.meta.url);

const hash = createHash("sha256");
for (const name of readdirSync(SOURCE).sort()) hash.update(`${name}\n`).update(readFileSync(new URL(name, SOURCE)));
const digest = hash.digest("hex");

let wrong = 0;
for (const [entry, name] of [["main.ts", "page.js"], ["style.css", "page.css"]]) {
  const { outputFiles } = await build({
    entryPoints: [new URL(entry, SOURCE).pathname],
    bundle: true,
    format: "iife",
    target: ["chrome109", "firefox115", "safari16"],
    charset: "ascii",
    legalComments: "none",
    minify: true,
    lineLimit: 120,
    write: false,
    banner: { [name.split(".")[1]]: `/* built by page/build.mjs from page/src, sha256 ${digest} */` },
  });
  const text = outputFiles[0].text;
  if (text.toLowerCase().includes("</script") || text.toLowerCase().includes("</style")) throw new Error(`${name} ends its element`);
  const target = new URL(name, TARGET);
  if (!process.argv.includes("--check")) writeFileSync(target, text);
  else if (readFileSync(target, "utf8") !== text) {
    console.error(`${target.pathname} is not what its source gives: run scripts/page.sh`);
    wrong = 1;
  }
}
process.exit(wrong);
