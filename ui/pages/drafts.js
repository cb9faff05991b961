// A section's text is handed over when its writer pauses; until it is saved the page says so, and the browser keeps a copy of it.
// Figures and marks that name a source are buttons: a click opens it.
const PAUSE = 1200;
const SETTLED = 250;
const TRIES = 240;
// A copy that another tab has not touched for so long is of a tab that is gone.
const ABANDONED = 60000;
const KEPT = "rd-draft:";

export default function ({ parentElement, data, setTriggerValue }) {
  const name = `${KEPT}${data.draft}:${data.section}`;
  const field = () => (data.field ? document.querySelector(`.st-key-${data.field} textarea`) : null);
  const line = () => document.querySelector(".st-key-draft-saving");
  let timer = 0;

  // A tab keeps its name when it is loaded again.
  const tab = () => {
    const own = sessionStorage.getItem(KEPT) || String(Math.random());
    sessionStorage.setItem(KEPT, own);
    return own;
  };
  const store = (text) => {
    try {
      if (text === null) localStorage.removeItem(name);
      else localStorage.setItem(name, JSON.stringify({ text, base: data.base, at: Date.now(), tab: tab() }));
    } catch {
      // a browser that keeps nothing: the text is still in its field
    }
  };
  const kept = () => {
    try {
      const found = JSON.parse(localStorage.getItem(name) || "null");
      return found && (found.tab === tab() || Date.now() - found.at > ABANDONED) ? found : null;
    } catch {
      return null;
    }
  };
  const show = () => {
    const box = field();
    const open = Boolean(box) && !box.disabled && box.value !== data.text;
    line()?.toggleAttribute("data-rd-unsaved", open);
    return open;
  };
  const hand = () => {
    clearTimeout(timer);
    const box = field();
    if (box && show()) box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, bubbles: true }));
  };
  const typed = (event) => {
    if (event.target !== field()) return;
    clearTimeout(timer);
    if (show()) store(event.target.value);
    if (!event.isComposing) timer = setTimeout(hand, PAUSE);
  };
  const hidden = () => {
    if (document.visibilityState === "hidden") hand();
  };
  const leaving = (event) => {
    if (!show()) return;
    hand();
    event.preventDefault();
  };
  // What is pressed may lead away from here: what was typed goes before it, or it would come after and lead back.
  const pressed = (event) => {
    if (event.target !== field()) hand();
  };
  const click = (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[data-rd-marker]") : null;
    if (button) setTriggerValue("marker", button.dataset.rdMarker);
  };

  parentElement.rdForget?.();
  document.addEventListener("input", typed);
  document.addEventListener("compositionend", typed);
  document.addEventListener("visibilitychange", hidden);
  document.addEventListener("pointerdown", pressed, true);
  document.addEventListener("click", click);
  window.addEventListener("beforeunload", leaving);
  parentElement.rdForget = () => {
    clearTimeout(timer);
    clearTimeout(begin);
    document.removeEventListener("input", typed);
    document.removeEventListener("compositionend", typed);
    document.removeEventListener("visibilitychange", hidden);
    document.removeEventListener("pointerdown", pressed, true);
    document.removeEventListener("click", click);
    window.removeEventListener("beforeunload", leaving);
  };

  // The field may come after this, and what it shows too.
  const look = (again) => {
    if (data.field && !field() && again > 0) {
      begin = setTimeout(look, SETTLED, again - 1);
      return;
    }
    const found = kept();
    if (show()) {
      if (document.activeElement !== field()) timer = setTimeout(hand, PAUSE);
    } else if (found && found.text !== data.text && field() && parentElement.dataset.rdOffered !== name) {
      // What stands in the field is saved: a copy of something else was typed here and lost its page before it was saved.
      parentElement.dataset.rdOffered = name;
      setTriggerValue("kept", { text: String(found.text), base: Number(found.base) || 0, draft: data.draft, section: data.section });
    } else if (found && found.text === data.text) store(null);
  };
  let begin = setTimeout(look, SETTLED, TRIES);
  if (parentElement.dataset.rdField === data.field) show();
  else line()?.removeAttribute("data-rd-unsaved");
  parentElement.dataset.rdField = data.field;
  parentElement.dataset.rdReady = "true";
  return parentElement.rdForget;
}
