// Sentences of the server (data-labels), filled in.
const NAMED = 5;

export function filled(text, values) {
  return text.replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);
}

// One or many, as the two forms of a label.
export function counted([one, many], n) {
  return filled(n < 2 ? one : many, { n });
}

// « A, B, C » or « A, B, C et 12 autres ».
export function listed(nodes, labels) {
  const alike = (node) => nodes.some((other) => other !== node && other.name === node.name);
  const told = (node) => (alike(node) ? `${node.name} (${node.kind.label})` : node.name);
  const names = nodes.slice(0, NAMED).map(told).join(", ");
  return nodes.length > NAMED ? filled(labels.andMore, { names, n: nodes.length - NAMED }) : names;
}
