// Reads a JSON list of DOT graphs, writes the list of their layouts (Graphviz's own JSON). Graphviz is a package of npm, as WASM.
import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { readFileSync } from "node:fs";

const graphviz = await Graphviz.load();
const graphs = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(graphs.map((dot) => JSON.parse(graphviz.layout(dot, "json", "dot")))));
