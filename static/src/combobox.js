// Suggestions under a search field (the combobox pattern). Without this file the field is a plain one.
const PAUSE_MS = 150;
let made = 0;

class Combobox {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("input:not([type=hidden])");
    this.list = box.querySelector("[role=listbox]");
    this.chooses = "choose" in box.dataset;
    this.active = -1;
    this.number = (made += 1);
    this.dress();
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("focus", () => this.options.length && this.input.value && this.open());
    this.box.addEventListener("focusout", (event) => this.box.contains(event.relatedTarget) || this.close());
    // A press on an option must not take the focus away before the click counts.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.clicked(event));
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  dress() {
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    this.input.setAttribute("aria-expanded", "false");
  }

  typed() {
    clearTimeout(this.waiting);
    this.forget();
    if (this.input.value.trim().length < 2) {
      this.request?.abort();
      this.list.replaceChildren();
      this.close();
    } else this.waiting = setTimeout(() => this.ask(), PAUSE_MS);
  }

  async ask() {
    this.request?.abort();
    this.request = new AbortController();
    const query = new URLSearchParams({ q: this.input.value.trim() });
    if (this.box.dataset.kinds) query.set("kinds", this.box.dataset.kinds);
    if (this.chooses) query.set("choose", "1");
    try {
      const answer = await fetch(`${this.box.dataset.suggest}?${query}`, {
        headers: { "HX-Request": "true" },
        signal: this.request.signal,
      });
      if (answer.ok) this.show(await answer.text());
    } catch (error) {
      // Offline or overtaken by the next letter: the field still works as a plain one.
      if (error.name !== "AbortError") this.close();
    }
  }

  show(html) {
    const chosen = this.options[this.active]?.href;
    this.list.innerHTML = html;
    for (const [place, option] of this.options.entries()) option.id = `option-${this.number}-${place}`;
    if (this.options.length && this.box.contains(document.activeElement)) this.open();
    else this.close();
    // An answer that comes after the arrow must not take back what the arrow chose.
    this.point(chosen && !this.list.hidden ? this.options.findIndex((option) => option.href === chosen) : -1);
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.point(-1);
  }

  point(place) {
    const options = this.options;
    for (const option of options) option.setAttribute("aria-selected", "false");
    this.active = options.length ? Math.max(-1, Math.min(place, options.length - 1)) : -1;
    const option = options[this.active];
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  pressed(event) {
    const opened = !this.list.hidden;
    if (event.key === "Escape" && opened) {
      event.stopPropagation();
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!this.options.length) return;
      event.preventDefault();
      this.open();
      const last = this.options.length - 1;
      if (event.key === "ArrowDown") this.point(this.active === last ? 0 : this.active + 1);
      else this.point(this.active <= 0 ? last : this.active - 1);
    } else if (event.key === "Enter" && opened && this.active >= 0) {
      event.preventDefault();
      this.options[this.active].click();
    }
  }

  clicked(event) {
    const option = event.target.closest("[role=option]");
    if (!option || !this.chooses || !option.dataset.id) return;
    event.preventDefault();
    this.choose(option.dataset.id, option.dataset.name);
  }

  // The name stays in sight; the id is what is sent, under the field's own name.
  choose(id, name) {
    this.forget();
    this.input.value = name;
    const kept = document.createElement("input");
    Object.assign(kept, { type: "hidden", name: this.input.name, value: id });
    this.input.dataset.name = this.input.name;
    this.input.removeAttribute("name");
    this.box.append(kept);
    this.kept = kept;
    this.list.replaceChildren();
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  forget() {
    if (!this.kept) return;
    this.kept.remove();
    this.kept = null;
    this.input.name = this.input.dataset.name;
  }
}

function dress(part) {
  for (const box of part.querySelectorAll("[data-suggest]:not([data-dressed])")) {
    box.dataset.dressed = "";
    new Combobox(box);
  }
}

dress(document);
document.addEventListener("htmx:afterSettle", (event) => event.target instanceof Element && dress(event.target));
