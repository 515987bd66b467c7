// Reads a GEXF file with graphology, the library under Gephi Lite and Sigma, and says what it found: a second reader for the tests.
import { readFileSync } from "node:fs";
import Graph from "graphology";
import { parse } from "graphology-gexf";

const graph = parse(Graph, readFileSync(process.argv[2], "utf8"), { addMissingNodes: false });
const nodes = Object.fromEntries(graph.mapNodes((id, attributes) => [id, attributes]));
const edges = graph.mapEdges((id, attributes, source, target) => ({ ...attributes, source, target }));
process.stdout.write(JSON.stringify({ type: graph.type, nodes, edges }));
