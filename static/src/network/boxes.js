// Rectangles on a grid: is there room for one more?
const CELL = 32;

export class Boxes {
  constructor() {
    this.cells = new Map();
  }

  add(box) {
    for (const key of this.keys(box)) {
      const cell = this.cells.get(key);
      if (cell) cell.push(box);
      else this.cells.set(key, [box]);
    }
  }

  isFree(box) {
    for (const key of this.keys(box)) {
      if (this.cells.get(key)?.some((other) => overlap(box, other))) return false;
    }
    return true;
  }

  *keys([left, top, right, bottom]) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1) {
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) yield x * 100003 + y;
    }
  }
}

function overlap(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}
