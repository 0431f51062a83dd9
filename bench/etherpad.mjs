// People who write pads of a running Etherpad: `node etherpad.mjs FOLDER ADDRESS PEOPLE PADS SECONDS`, where FOLDER is
// where Etherpad was installed. Three in ten write a word a second. Prints as JSON how long each commit waited to be
// accepted, the errors, and how many pads have copies that differ at the end.
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, address, people, pads, seconds] = process.argv.slice(2);
const io = createRequire(join(folder, "package.json"))("socket.io-client");
const WRITING = 0.3;
const times = [];
const deltas = /^Z:[0-9a-z]+([><])([0-9a-z]+)/;
let errors = 0;

class Person {
  constructor(name, pad, cookie) {
    this.pad = pad;
    this.socket = io(address, { transports: ["websocket"], forceNew: true, extraHeaders: { Cookie: cookie } });
    this.socket.on("message", (message) => this.told(message));
    this.ready = new Promise((done) => (this.entered = done));
    this.socket.on("connect", () => this.send({ type: "CLIENT_READY", padId: pad, sessionID: null, token: `t.${name}`, protocolVersion: 2 }));
  }

  send(message) {
    this.socket.json.send({ component: "pad", ...message });
  }

  told({ type, data, disconnect }) {
    if (disconnect) errors += 1;
    if (type === "CLIENT_VARS") {
      const vars = data.collab_client_vars;
      this.rev = vars.rev;
      this.length = vars.initialAttributedText.text.length;
      this.entered();
    }
    if (type !== "COLLABROOM") return;
    if (data.type === "NEW_CHANGES") this.moved(data.newRev, data.changeset);
    if (data.type === "ACCEPT_COMMIT") this.accepted(data.newRev);
  }

  moved(rev, changeset) {
    const [, sign, size] = deltas.exec(changeset);
    this.rev = rev;
    this.length += (sign === ">" ? 1 : -1) * parseInt(size, 36);
  }

  accepted(rev) {
    times.push(performance.now() - this.sent);
    this.moved(rev, this.changeset);
    this.sent = 0;
  }

  type(word) {
    if (this.sent) return;
    const size = word.length.toString(36);
    this.changeset = `Z:${this.length.toString(36)}>${size}+${size}$${word}`;
    this.sent = performance.now();
    this.send({ type: "COLLABROOM", data: { type: "USER_CHANGES", baseRev: this.rev, changeset: this.changeset, apool: { numToAttrib: {}, nextNum: 0 } } });
  }
}

const page = await fetch(`${address}/p/banc0`);
const cookie = (page.headers.getSetCookie?.() ?? []).map((each) => each.split(";")[0]).join("; ");
const all = Array.from({ length: Number(people) }, (_, n) => new Person(`banc${n}`, `banc${n % pads}`, cookie));
await Promise.all(all.map((each) => each.ready));
const writers = all.filter((_, n) => Math.floor((n + 1) * WRITING) > Math.floor(n * WRITING));
const turns = writers.map((each, n) => setInterval(() => each.type(`<${n}>`), 900 + ((20 * n) % 200)));
await new Promise((done) => setTimeout(done, Number(seconds) * 1000));
turns.forEach(clearInterval);
await new Promise((done) => setTimeout(done, 1000));
const waiting = all.filter((each) => each.sent).length;
const copies = new Set(all.map((each) => `${each.pad} ${each.rev} ${each.length}`)).size;
console.log(JSON.stringify({ times, errors: errors + waiting, differ: copies - Number(pads) }));
process.exit(0);
