import Graph from "graphology";
import Sigma from "sigma";

export function draw(place, columns) {
  const graph = new Graph({ multi: true });
  columns.ids.forEach((id, n) =>
    graph.addNode(id, { x: columns.x[n], y: columns.y[n], size: columns.size[n] / 2, label: columns.names[n], color: "#1a3ab8" }));
  for (let at = 0; at < columns.edges.length; at += 4) {
    graph.addEdge(columns.ids[columns.edges[at]], columns.ids[columns.edges[at + 1]], { size: 0.5, color: "#828a84" });
  }
  const renderer = new Sigma(graph, place, { allowInvalidContainer: true });
  const camera = renderer.getCamera();
  return (x, y) => {
    const { width, height } = renderer.getDimensions();
    const { x: left, y: top, ratio, angle } = camera.getState();
    camera.setState({ x: left - (x / width) * ratio, y: top + (y / height) * ratio, ratio, angle });
  };
}
