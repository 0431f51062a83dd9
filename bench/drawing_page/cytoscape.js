import cytoscape from "cytoscape";

export function draw(place, columns) {
  const nodes = columns.ids.map((id, n) => ({ data: { id, label: columns.names[n] }, position: { x: columns.x[n], y: columns.y[n] } }));
  const edges = [];
  for (let at = 0; at < columns.edges.length; at += 4) {
    edges.push({ data: { source: columns.ids[columns.edges[at]], target: columns.ids[columns.edges[at + 1]] } });
  }
  const cy = cytoscape({
    container: place, elements: { nodes, edges }, layout: { name: "preset" },
    // What its authors advise for large graphs.
    textureOnViewport: true, hideEdgesOnViewport: true, pixelRatio: 1,
    style: [
      { selector: "node", style: { width: 12, height: 12, "background-color": "#1a3ab8", label: "data(label)", "font-size": 12, "min-zoomed-font-size": 10 } },
      { selector: "edge", style: { width: 0.8, "line-color": "#828a84", "curve-style": "haystack" } },
    ],
  });
  return (x, y) => cy.panBy({ x, y });
}
