// `@` in a text: records by their names while one types. Enter chooses, Escape closes; without this file the server
// reads the names when the text is saved.
import { caretIn } from "./caret.js";

const PAUSE_MS = 150;
const TYPED = /(?:^|[^\w@/.+-])@([^\n@[\]]{1,60})$/;

class Naming {
  constructor(box, number) {
    this.box = box;
    this.area = box.querySelector("textarea");
    this.list = document.createElement("div");
    Object.assign(this.list, { className: "suggestions naming", hidden: true, id: `naming-${number}` });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", box.dataset.listLabel);
    this.area.setAttribute("aria-controls", this.list.id);
    this.area.setAttribute("aria-autocomplete", "list");
    this.area.setAttribute("aria-haspopup", "listbox");
    box.append(this.list);
    this.area.addEventListener("input", () => this.typed());
    this.area.addEventListener("keydown", (event) => this.pressed(event));
    this.area.addEventListener("click", () => this.close());
    box.addEventListener("focusout", (event) => box.contains(event.relatedTarget) || this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.clicked(event));
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  get words() {
    const before = this.area.value.slice(0, this.area.selectionStart);
    return this.area.selectionStart === this.area.selectionEnd ? TYPED.exec(before)?.[1] : undefined;
  }

  typed() {
    clearTimeout(this.waiting);
    this.request?.abort();
    const words = this.words?.trim();
    // After words that name nothing, more words name nothing either.
    if (!words || (this.unknown && words.startsWith(this.unknown))) this.close();
    else this.waiting = setTimeout(() => this.ask(words), PAUSE_MS);
  }

  async ask(words) {
    this.request = new AbortController();
    const query = new URLSearchParams({ q: words, choose: "1" });
    try {
      const answer = await fetch(`${this.box.dataset.names}?${query}`, {
        headers: { "HX-Request": "true" },
        signal: this.request.signal,
      });
      if (answer.ok) this.show(await answer.text(), words);
    } catch (error) {
      // Offline: the name is read when the text is saved.
      if (error.name !== "AbortError") this.close();
    }
  }

  show(html, words) {
    this.list.innerHTML = html;
    const found = this.options.length;
    this.unknown = found ? undefined : words.includes(" ") && words;
    if (!found && this.unknown) {
      this.close();
      return;
    }
    this.list.append(this.creation(words));
    this.options.forEach((option, place) => (option.id = `${this.list.id}-${place}`));
    this.list.hidden = false;
    this.place();
    this.point(0);
  }

  creation(words) {
    const link = document.createElement("a");
    link.href = `${this.box.dataset.create}?${new URLSearchParams({ name: words })}`;
    Object.assign(link, { target: "_blank", tabIndex: -1, className: "suggestion-more" });
    link.setAttribute("role", "option");
    link.textContent = this.box.dataset.createWords.replace("WORDS", words);
    return link;
  }

  place() {
    const { left, bottom } = caretIn(this.area);
    const room = this.box.clientWidth - this.list.offsetWidth;
    this.list.style.left = `${Math.max(0, Math.min(left, room))}px`;
    this.list.style.top = `${this.area.offsetTop + bottom}px`;
  }

  close() {
    this.list.hidden = true;
    this.area.removeAttribute("aria-activedescendant");
  }

  point(place) {
    const options = this.options;
    this.active = (place + options.length) % options.length;
    options.forEach((option, each) => option.setAttribute("aria-selected", String(each === this.active)));
    options[this.active].scrollIntoView({ block: "nearest" });
    this.area.setAttribute("aria-activedescendant", options[this.active].id);
  }

  pressed(event) {
    if (this.list.hidden) return;
    const acts = {
      ArrowDown: () => this.point(this.active + 1),
      ArrowUp: () => this.point(this.active - 1),
      Enter: () => this.options[this.active].click(),
      Tab: () => this.options[this.active].click(),
      Escape: () => this.close(),
    };
    if (!acts[event.key] || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  }

  clicked(event) {
    const option = event.target.closest("[role=option]");
    this.close();
    if (!option?.dataset.id) return;
    event.preventDefault();
    this.write(option.dataset.id, option.dataset.name);
  }

  // A name that two records bear says which one.
  write(id, name) {
    const namesakes = this.options.filter((option) => option.dataset.name === name).length > 1;
    const end = this.area.selectionStart;
    this.area.setSelectionRange(end - this.words.length, end);
    this.area.focus();
    const text = namesakes || /[[\]]/.test(name) ? `[${name.replace(/[[\]]/g, "")}](${id})` : name;
    if (!document.execCommand("insertText", false, text)) this.area.setRangeText(text, end - this.words.length, end, "end");
    clearTimeout(this.waiting);
    this.close();
  }
}

document.querySelectorAll(".writing[data-names]").forEach((box, number) => new Naming(box, number));
