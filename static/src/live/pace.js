// How long to wait before the next exchange. Answers that take more than the quickest one did have waited in a queue:
// writers then come less often, and the queue goes. Measured with 600 writers (docs/bench.md).
const TIMES = 60;
const MOST_MS = 8_000;
const REMEMBERED = 0.8;

export class Pace {
  constructor() {
    this.best = Infinity;
    this.late = 0;
  }

  took(time) {
    this.best = Math.min(this.best, time);
    this.late = REMEMBERED * this.late + (1 - REMEMBERED) * (time - this.best);
  }

  // What was to be waited, or longer.
  over(pause) {
    return Math.max(pause, Math.min(TIMES * this.late, MOST_MS));
  }
}
