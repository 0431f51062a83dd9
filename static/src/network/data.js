// From the columns of /reseau.json to records and links that know each other.

export async function load(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return graphOf(await answer.json());
}

export function graphOf(columns) {
  const centres = new Set(columns.centres);
  const nodes = columns.ids.map((id, place) => {
    const degree = columns.degree[place];
    const centre = centres.has(place);
    return {
      place,
      id,
      name: columns.names[place],
      kind: columns.kinds[columns.kind[place]],
      degree,
      centre,
      distance: columns.distance[place] ?? 0,
      x: columns.x[place],
      y: columns.y[place],
      size: Math.min(centre ? 15 : 12, (centre ? 9 : 5) + Math.sqrt(degree)),
      near: [],
    };
  });
  const edges = [];
  for (let at = 0; at < columns.edges.length; at += 4) {
    const [a, b, line, undated] = columns.edges.slice(at, at + 4);
    const edge = { a: nodes[a], b: nodes[b], line, undated: undated === 1 };
    edges.push(edge);
    edge.a.near.push(edge);
    edge.b.near.push(edge);
  }
  return { nodes, edges, byId: new Map(nodes.map((node) => [node.id, node])) };
}
