// The exchange with the server, over plain HTTP: what was typed goes, what others typed comes. Quick while somebody
// writes or another is there, slow alone, none while the page is hidden.
import * as Y from "yjs";
import { Area } from "./area.js";
import * as kept from "./kept.js";
import { Pace } from "./pace.js";

const TYPED_MS = 300;
const TOGETHER_MS = 1_000;
const ALONE_MS = [2_000, 15_000];
const LOST_MS = [2_000, 15_000];
const MERGED_MS = 8_000; // long enough to be read
const KEEPALIVE = 60_000; // bytes: beyond, browsers drop what is sent by a page that closes

export class Exchange {
  constructor(area, panel) {
    this.panel = panel;
    this.form = area.form;
    this.doc = new Y.Doc();
    this.text = this.doc.getText("text");
    this.bound = new Area(area, this.text);
    this.waiting = []; // what was typed and not acknowledged: { client, update }
    this.key = "";
    this.seq = 0;
    this.pause = ALONE_MS[0];
    this.pace = new Pace();
    this.merged = 0;
    this.doc.on("update", (update, origin) => origin === this || this.typed(update));
    document.addEventListener("selectionchange", () => this.moved(area));
    document.addEventListener("visibilitychange", () => (document.hidden ? this.leave() : this.soon(0)));
    addEventListener("pagehide", () => this.leave());
    addEventListener("online", () => this.soon(0));
    this.form.addEventListener("submit", (event) => this.submitted(event));
    this.soon(0);
  }

  moved(area) {
    if (this.panel.names.length && document.activeElement === area) this.soon(this.pace.over(TOGETHER_MS));
  }

  typed(update) {
    this.waiting.push({ client: this.doc.clientID, update });
    this.panel.tell(this.lost ? "offline" : "saving");
    this.pause = ALONE_MS[0];
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keep(), TYPED_MS / 2);
    if (!this.lost) this.soon(this.pace.over(TYPED_MS));
  }

  keep() {
    clearTimeout(this.keeping);
    const told = { key: this.key, waiting: this.waiting };
    return this.waiting.length ? kept.keep(this.panel.name, told) : kept.drop(this.panel.name);
  }

  soon(pause) {
    if (this.over) return;
    const due = performance.now() + pause;
    if (this.timer && this.due <= due) return;
    clearTimeout(this.timer);
    this.due = due;
    this.timer = setTimeout(() => this.turn(), pause);
  }

  async turn() {
    this.timer = null;
    if (this.busy) return this.soon(TYPED_MS);
    if (document.hidden && !this.waiting.length) return undefined;
    await this.meet();
    return this.soon(this.next());
  }

  next() {
    if (this.lost) return (this.pause = Math.min(this.pause * 1.5, LOST_MS[1]));
    if (this.waiting.length) return this.pace.over(TYPED_MS);
    if (this.panel.names.length) return this.pace.over(TOGETHER_MS);
    return (this.pause = Math.min(this.pause * 1.3, ALONE_MS[1]));
  }

  // One exchange; true when it was answered.
  async meet(more = {}) {
    this.busy = true;
    const sent = this.batch();
    try {
      const answer = await this.ask(sent, more);
      if (answer.ok) await this.take(await answer.arrayBuffer(), sent.length);
      else await this.refused(answer);
      return answer.ok;
    } catch {
      this.lost = true;
      this.panel.tell("offline");
      return false;
    } finally {
      this.busy = false;
    }
  }

  // What one client typed: that of an earlier page goes before.
  batch() {
    if (!this.key) return [];
    const other = this.waiting.findIndex(({ client }) => client !== this.waiting[0].client);
    return this.waiting.slice(0, other === -1 ? undefined : other);
  }

  ask(sent, more, keepalive = false) {
    const head = {
      key: this.key, seq: this.seq, client: this.doc.clientID, line: this.bound.line,
      read: Number(this.form.elements.version.value), since: this.pace.since(), ...more,
    };
    const update = sent.length ? Y.mergeUpdates(sent.map((each) => each.update)) : new Uint8Array();
    return fetch(this.panel.sync, {
      method: "POST",
      body: new Blob([JSON.stringify(head), "\n", update]),
      headers: {
        "Content-Type": "application/octet-stream",
        "HX-Request": "true",
        "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content,
      },
      keepalive: keepalive && update.length < KEEPALIVE,
    });
  }

  async take(buffer, acknowledged) {
    const bytes = new Uint8Array(buffer);
    const end = bytes.indexOf(10);
    const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
    const first = !this.key;
    this.pace.told = head.pause ?? 0; // a process that is not of this version yet tells none
    if (!head.writes || (!first && head.key !== this.key)) return this.stop();
    await this.bound.quiet();
    const back = this.lost;
    this.lost = false;
    this.waiting.splice(0, acknowledged);
    const others = this.read(bytes.subarray(end + 1), head.sizes);
    Object.assign(this, { key: head.key, seq: head.seq, version: head.version, saved: head.saved });
    if (first) await this.begin();
    this.keep();
    this.panel.here(head.here);
    if (this.waiting.length) return this.panel.tell("saving");
    if (others && (back || acknowledged) && !first) this.merged = performance.now() + MERGED_MS;
    return this.panel.tell(performance.now() < this.merged ? "merged" : "saved");
  }

  // Nothing is shared any more: the form is the plain one again, and what it holds is put together by its own save.
  async stop(told = "") {
    this.over = true;
    await this.keep();
    this.panel.tell("refused", `${this.panel.words.stopped} ${told}`.trim());
  }

  read(bytes, sizes) {
    let place = 0;
    Y.transact(this.doc, () => {
      for (const size of sizes) Y.applyUpdate(this.doc, bytes.subarray(place, (place += size)), this);
    }, this, false);
    return sizes.length > 0;
  }

  // What an earlier page could not send is put in first, in its own client's name.
  async begin() {
    const left = await kept.read(this.panel.name);
    if (left?.key === this.key) {
      for (const { update } of left.waiting) Y.applyUpdate(this.doc, update, this);
      this.waiting.push(...left.waiting);
      this.panel.say(this.panel.words.found);
    }
    this.bound.start();
  }

  async refused(answer) {
    this.lost = answer.status >= 500 || answer.status === 429;
    if (this.lost) return this.panel.tell("offline");
    if ([401, 403, 404].includes(answer.status)) {
      this.over = true;
      await this.keep();
      return this.panel.tell("refused");
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return this.stop(answer.status === 413 ? "" : page.body.textContent.trim());
  }

  leave() {
    clearTimeout(this.timer);
    this.timer = null;
    if (!this.key || this.over) return;
    this.keep();
    // The answer is for a page that may not be there; what was sent is sent again if it is, and kept once.
    this.ask(this.batch(), { leaves: true }, true).catch(() => {});
  }

  // The form is saved once its text is: the other fields go as they always did.
  async submitted(event) {
    const button = event.submitter;
    if (!this.key || event.defaultPrevented || this.over || button?.matches("[formaction], [name]")) return;
    event.preventDefault();
    if (button) button.disabled = true;
    const settled = await this.settle();
    if (button) button.disabled = false;
    if (!settled) return;
    this.form.elements.version.value = this.version;
    this.leave();
    this.over = true;
    this.form.submit();
  }

  async settle() {
    for (let tries = 0; tries < 40; tries += 1) {
      if (this.busy) await new Promise((done) => setTimeout(done, TYPED_MS / 3));
      else if (!(await this.meet({ settles: true })) || this.over) return false;
      else if (!this.waiting.length && this.saved) return true;
    }
    return true; // the form's own save puts texts together too
  }
}
