// One change of a text: from `start`, `gone` letters give way to `new`.

const high = (code) => code >= 0xd800 && code < 0xdc00;
const low = (code) => code >= 0xdc00 && code < 0xe000;

/** What was done from one text to the other. After the caret nothing changed, most often: no need to look. */
export function spliced(before, after, caret = after.length) {
  if (before === after) return { start: 0, gone: 0, new: "" };
  let tail = after.length - caret;
  if (tail > before.length || before.slice(before.length - tail) !== after.slice(caret)) tail = alikeAtEnd(before, after);
  const most = Math.min(before.length, after.length) - tail;
  let start = alikeAtStart(before, after, most);
  // A sign outside the first plane is two units, of which neither goes alone.
  if (start && high(before.charCodeAt(start - 1))) start -= 1;
  if (tail && low(before.charCodeAt(before.length - tail))) tail -= 1;
  return { start, gone: before.length - tail - start, new: after.slice(start, after.length - tail) };
}

/** The change of one, in the text that another has changed meanwhile. */
export function rebased(splice, other) {
  const moved = other.new.length - other.gone;
  if (other.start + other.gone <= splice.start) return { ...splice, start: splice.start + moved };
  if (splice.start + splice.gone <= other.start) return splice;
  // Both changed the same place: what the other wrote stays, and what was typed comes after it.
  return { start: other.start + other.new.length, gone: 0, new: splice.new };
}

// Of a megabyte, comparing slices takes a tenth of a millisecond; letters are looked at from the last place alike.
function alikeAtStart(before, after, most) {
  let step = 1;
  let place = most;
  while (place > 0 && before.slice(0, place) !== after.slice(0, place)) {
    place = Math.max(0, place - step);
    step *= 2;
  }
  while (place < most && before.charCodeAt(place) === after.charCodeAt(place)) place += 1;
  return place;
}

function alikeAtEnd(before, after) {
  const most = Math.min(before.length, after.length);
  let tail = 0;
  while (tail < most && before.charCodeAt(before.length - tail - 1) === after.charCodeAt(after.length - tail - 1)) tail += 1;
  return tail;
}
