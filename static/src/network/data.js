// From the columns of /reseau.json to records and links that know each other.

export async function load(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return graphOf(await answer.json());
}

export function graphOf(columns) {
  const centres = new Set(columns.centres);
  const groups = new Set(columns.groups);
  const nodes = columns.ids.map((id, place) => ({
    place,
    id,
    name: columns.names[place],
    kind: columns.kinds[columns.kind[place]],
    degree: columns.degree[place],
    size: columns.size[place],
    centre: centres.has(place),
    group: groups.has(place),
    x: columns.x[place],
    y: columns.y[place],
    near: [],
  }));
  const { arrangement, headings = [], outlines = [], room = 0 } = columns;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return { nodes, edges: edgesOf(columns, nodes), byId, ...orders(nodes), arrangement, headings, outlines, room };
}

function edgesOf({ edges, types, verbs, changes = [], widths = [] }, nodes) {
  return types.map((type, number) => {
    const [a, b, line, undated] = edges.slice(4 * number, 4 * number + 4);
    const edge = { a: nodes[a], b: nodes[b], line, undated: undated === 1, verb: verbs[type], change: changes[number] || "", width: widths[number] || 0 };
    edge.a.near.push(edge);
    edge.b.near.push(edge);
    return edge;
  });
}

// What every picture needs again: records by family, so that a colour is set once, and by how much they matter.
function orders(nodes) {
  const families = new Map();
  for (const node of nodes) {
    const members = families.get(node.kind.css);
    if (members) members.push(node);
    else families.set(node.kind.css, [node]);
  }
  const ranked = nodes.slice().sort((a, b) => b.centre - a.centre || b.size - a.size || b.degree - a.degree || a.place - b.place);
  return { families: [...families], ranked };
}

export function others(node) {
  return node.near.map(({ a, b }) => (a === node ? b : a));
}
