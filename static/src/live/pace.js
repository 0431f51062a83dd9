// How long to wait before the next exchange: what was to be waited, or as long as the server tells. It shares what it can
// answer among all who write (workspace/live/pace.py), who each tell how long ago they came last. Pauses are not kept to
// the letter: those who were told at once would come back at once. As in bench/live_people.py.
const SPREAD = 0.5;

export class Pace {
  constructor() {
    this.told = 0;
  }

  // Milliseconds since the last exchange; undefined at the first.
  since(now = performance.now()) {
    const since = this.last === undefined ? undefined : Math.round(now - this.last);
    this.last = now;
    return since;
  }

  over(pause) {
    return Math.max(pause, this.told * (1 + SPREAD * (Math.random() - 0.5)));
  }
}
