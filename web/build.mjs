// Puts what the pages use from node_modules into the server's static folder: the typefaces with their fonts.css, the library that draws
// graphs, the query editor in one bundle. Of the typefaces only the Vietnamese and Latin subsets, only woff2; the unicode ranges come
// from the packages.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "server", "phahe_server", "static", "vendor");
const SUBSETS = ["vietnamese", "latin"];
const FACES = [
  { package: "@fontsource/be-vietnam-pro", file: "be-vietnam-pro", family: "Be Vietnam Pro", cut: "400-normal", weight: "400" },
  { package: "@fontsource/be-vietnam-pro", file: "be-vietnam-pro", family: "Be Vietnam Pro", cut: "600-normal", weight: "600" },
  { package: "@fontsource-variable/source-serif-4", file: "source-serif-4", family: "Source Serif 4", cut: "wght-normal", weight: "200 900" },
];

rmSync(target, { recursive: true, force: true });
mkdirSync(join(target, "fonts"), { recursive: true });
let css = "";
for (const face of FACES) {
  const source = join(here, "node_modules", ...face.package.split("/"));
  const ranges = JSON.parse(readFileSync(join(source, "unicode.json"), "utf8"));
  copyFileSync(join(source, "LICENSE"), join(target, "fonts", `${face.file}.LICENSE.txt`));
  for (const subset of SUBSETS) {
    const name = `${face.file}-${subset}-${face.cut}.woff2`;
    copyFileSync(join(source, "files", name), join(target, "fonts", name));
    css += `@font-face{font-family:"${face.family}";font-style:normal;font-weight:${face.weight};font-display:swap;` +
      `src:url("fonts/${name}") format("woff2");unicode-range:${ranges[subset]}}\n`;
  }
}
writeFileSync(join(target, "fonts.css"), css);

const LIBRARIES = [{ package: "cytoscape", file: "dist/cytoscape.esm.min.mjs", name: "cytoscape.js" }];
for (const library of LIBRARIES) {
  const source = join(here, "node_modules", library.package);
  copyFileSync(join(source, library.file), join(target, library.name));
  copyFileSync(join(source, "LICENSE"), join(target, `${library.package}.LICENSE.txt`));
}

await build({
  entryPoints: [join(here, "editor.js")], outfile: join(target, "editor.js"), bundle: true, minify: true, format: "esm", target: "es2022", legalComments: "none",
});
copyFileSync(join(here, "node_modules", "@codemirror", "view", "LICENSE"), join(target, "codemirror.LICENSE.txt"));
