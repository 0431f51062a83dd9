// A made network of `count` records and twice as many links: the columns of /reseau.json, from a counted chance.
const FAMILIES = [["actors", "acteurs"], ["communities", "communautes"], ["commons", "communs"], ["resources", "ressources"], ["policies", "politiques"]];

export function columnsOf(count) {
  const next = chance(20261126);
  const x = Array.from({ length: count }, () => Math.round(gauss(next) * 450));
  const y = Array.from({ length: count }, () => Math.round(gauss(next) * 450));
  const degree = new Array(count).fill(0);
  const edges = [];
  for (let n = 0; n < 2 * count; n += 1) {
    // Few records hold many links, as in a real network.
    const [a, b] = [Math.floor(next() ** 3 * count), Math.floor(next() * count)];
    edges.push(a, b, n % 3, n % 5 ? 0 : 1);
    degree[a] += 1;
    degree[b] += 1;
  }
  return {
    kinds: FAMILIES.map(([family, css]) => ({ label: family, family, css })), verbs: ["finance", "porte"],
    ids: x.map((_, n) => `fiche-${n}`), names: x.map((_, n) => `Une fiche au nom usuel ${n}`),
    kind: x.map((_, n) => n % FAMILIES.length), degree, size: degree.map((links) => Math.min(12, 5 + Math.sqrt(links))),
    distance: [], centres: [], x, y, edges, types: Array.from({ length: 2 * count }, (_, n) => n % 2),
    arrangement: "forces", headings: [], outlines: [], room: 0,
  };
}

function chance(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

function gauss(next) {
  return next() + next() + next() + next() - 2;
}
