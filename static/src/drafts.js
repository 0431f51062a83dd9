// What is being typed in a long form is kept on this device until it is saved: a lost network, an expired session or a
// closed tab lose nothing. `data-keep` on the form names the record and the version that it started from; with
// `data-keep-each`, of what does not exist yet, each form that was opened is kept apart: two tabs are two texts.
const PREFIX = "maillage-brouillon:";
const DAYS = 7;
const PAUSE_MS = 400;
const OFFERED = 3;
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

// Where this form is kept. One that came back with its errors goes on where it was.
function keyOf(form, sent) {
  const key = PREFIX + form.dataset.keep;
  if (!("keepEach" in form.dataset)) return key;
  if (sent?.startsWith(`${key}:`) && document.getElementById("erreurs")) return sent;
  return `${key}:${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
}

// What was kept of it, the last typed first.
function keptOf(form, own) {
  const base = PREFIX + form.dataset.keep;
  return Object.keys(store)
    .filter((key) => key === own || ("keepEach" in form.dataset && (key === base || key.startsWith(`${base}:`))))
    .map((key) => ({ key, kept: read(key) }))
    .filter(({ kept }) => kept)
    .sort((one, other) => other.kept.at - one.kept.at)
    .slice(0, OFFERED);
}

function offer(form, key, kept, own, first) {
  const notice = document.getElementById("brouillon-garde").content.firstElementChild.cloneNode(true);
  const language = document.documentElement.lang;
  const when = new Date(kept.at).toLocaleString(language, { dateStyle: "long", timeStyle: "short" });
  const called = key !== own && kept.values.name ? `${when}, « ${kept.values.name} »` : when;
  notice.querySelector("[data-when]").textContent = called;
  notice.querySelector("[data-take]").addEventListener("click", () => {
    for (const [name, value] of Object.entries(kept.values)) {
      const field = form.elements[name];
      if (!field || field.value === value) continue;
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    for (const fold of form.querySelectorAll("details")) fold.open = true;
    keep(form, own, first);
    if (key !== own && store.getItem(own)) store.removeItem(key);
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
function settle(forms, sent) {
  if (!sent) return;
  session.removeItem(PREFIX);
  const again = forms.some((form) => sent === PREFIX + form.dataset.keep || sent.startsWith(`${PREFIX}${form.dataset.keep}:`));
  const refused = document.body.matches("[data-refused]") || location.pathname.startsWith("/connexion");
  if (!again && !refused) store.removeItem(sent);
}

function watch(form, sent) {
  const key = keyOf(form, sent);
  const first = valuesOf(form);
  let waiting;
  const now = () => {
    clearTimeout(waiting);
    waiting = undefined;
    keep(form, key, first);
  };
  if (!document.getElementById("erreurs")) {
    for (const each of keptOf(form, key)) if (!same(each.kept.values, first)) offer(form, each.key, each.kept, key, first);
  }
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(now, PAUSE_MS);
  });
  form.addEventListener("submit", () => {
    now();
    session?.setItem(PREFIX, key);
  });
  // The last letters before a tab is closed.
  addEventListener("pagehide", () => waiting && now());
}

if (store) {
  const forms = [...document.querySelectorAll("form[data-keep]")];
  const sent = session?.getItem(PREFIX);
  settle(forms, sent);
  forms.forEach((form) => watch(form, sent));
  // On a shared computer nothing stays behind.
  document.querySelector("form[action='/deconnexion']")?.addEventListener("submit", () => {
    for (const key of Object.keys(store)) if (key.startsWith(PREFIX)) store.removeItem(key);
    safely(() => indexedDB.deleteDatabase("maillage-notes"));
  });
}
