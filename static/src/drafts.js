// What is being typed in a long form is kept on this device until it is saved: a lost network, an expired session or a
// closed tab lose nothing. `data-keep` on the form names the record and the version that it started from.
const PREFIX = "maillage-brouillon:";
const DAYS = 7;
const PAUSE_MS = 400;
const store = safely(() => window.localStorage);
const session = safely(() => window.sessionStorage);

function safely(give) {
  try {
    return give();
  } catch {
    return null; // storage is switched off: the form works as a plain one
  }
}

// A text that is written live is kept by live/kept.js, letter by letter.
function fields(form) {
  return [...form.elements].filter((field) => field.name && !field.disabled && !("live" in field.dataset) && typed(field));
}

function typed(field) {
  return field.matches("textarea, select, input:not([type])") || /^(text|url|email|tel|search)$/.test(field.type);
}

function valuesOf(form) {
  return Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
}

function read(key) {
  const kept = safely(() => JSON.parse(store.getItem(key)));
  if (!kept) return null;
  if (Date.now() - kept.at < DAYS * 864e5) return kept;
  store.removeItem(key);
  return null;
}

function same(values, first) {
  return Object.entries(values).every(([name, value]) => first[name] === value);
}

function keep(form, key, first) {
  const values = valuesOf(form);
  if (same(values, first)) store.removeItem(key);
  else safely(() => store.setItem(key, JSON.stringify({ at: Date.now(), values })));
}

function offer(form, key, kept) {
  const notice = document.getElementById("brouillon-garde").content.firstElementChild.cloneNode(true);
  const language = document.documentElement.lang;
  const when = new Date(kept.at).toLocaleString(language, { dateStyle: "long", timeStyle: "short" });
  notice.querySelector("[data-when]").textContent = when;
  notice.querySelector("[data-take]").addEventListener("click", () => {
    for (const [name, value] of Object.entries(kept.values)) {
      const field = form.elements[name];
      if (!field || field.value === value) continue;
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    for (const fold of form.querySelectorAll("details")) fold.open = true;
    notice.remove();
    fields(form)[0]?.focus();
  });
  notice.querySelector("[data-throw]").addEventListener("click", () => {
    store.removeItem(key);
    notice.remove();
    fields(form)[0]?.focus();
  });
  form.before(notice);
}

// A form that came back with its errors, or any refusal, is not saved yet; everything else is.
function settle(forms) {
  const sent = session?.getItem(PREFIX);
  if (!sent) return;
  session.removeItem(PREFIX);
  const again = forms.some((form) => PREFIX + form.dataset.keep === sent);
  const refused = document.body.matches("[data-refused]") || location.pathname.startsWith("/connexion");
  if (!again && !refused) store.removeItem(sent);
}

function watch(form) {
  const key = PREFIX + form.dataset.keep;
  const first = valuesOf(form);
  const kept = read(key);
  let waiting;
  if (kept && !same(kept.values, first) && !document.getElementById("erreurs")) offer(form, key, kept);
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => keep(form, key, first), PAUSE_MS);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    keep(form, key, first);
    session?.setItem(PREFIX, key);
  });
}

if (store) {
  const forms = [...document.querySelectorAll("form[data-keep]")];
  settle(forms);
  forms.forEach(watch);
  // On a shared computer nothing stays behind.
  document.querySelector("form[action='/deconnexion']")?.addEventListener("submit", () => {
    for (const key of Object.keys(store)) if (key.startsWith(PREFIX)) store.removeItem(key);
    safely(() => indexedDB.deleteDatabase("maillage-notes"));
  });
}
