// What is said of it: saved or not, who is there and on which line. Only what matters is read aloud.

export class Panel {
  constructor(box, area) {
    this.box = box;
    this.words = box.dataset;
    this.state = box.querySelector("[data-state]");
    this.list = box.querySelector("[data-here]");
    this.spoken = box.querySelector("[data-said]");
    this.names = [];
    area.closest(".writing").after(box);
    box.hidden = false;
  }

  get sync() {
    return this.words.sync;
  }

  get name() {
    return `${this.words.user} ${this.words.sync}`;
  }

  // `name` is that of a data-attribute, or of none with a text of the server's own.
  tell(name, text = this.words[name]) {
    if (this.state.textContent === text) return;
    const loud = ["offline", "refused"].includes(name) || ["offline", "refused"].includes(this.told);
    this.told = name;
    this.state.textContent = text;
    this.box.classList.toggle("live-bad", ["offline", "refused"].includes(name));
    if (loud) this.say(text);
  }

  say(text) {
    this.spoken.textContent = text;
  }

  here(people) {
    const names = people.map(({ name }) => name);
    const come = names.find((name) => !this.names.includes(name));
    const gone = this.names.find((name) => !names.includes(name));
    if (come) this.say(this.words.comes.replace("NAME", come));
    else if (gone) this.say(this.words.goes.replace("NAME", gone));
    this.names = names;
    this.box.querySelector("[data-together]").hidden = !people.length;
    this.list.replaceChildren(...people.map((each) => this.person(each)));
  }

  person({ name, line }) {
    const item = document.createElement("li");
    const bold = document.createElement("b");
    bold.textContent = name;
    item.append(bold, line ? ` ${this.words.line.replace("LINE", line)}` : "");
    return item;
  }
}
