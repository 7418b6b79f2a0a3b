// Forms of the room: what is typed in them, and the command that comes of them.

import { room } from "./state.js";
import { ABOUT, filled, wordsOf } from "./sentences.js";

// What each form held when it was last drawn; whoever changed it since is writing in it.
const drawn = new WeakMap();

const fieldsOf = (form, button) =>
  [...new FormData(form, button)].filter(([name]) => !ABOUT.has(name));
const contentOf = (form) => JSON.stringify(fieldsOf(form));

export const formsOf = (element) => [...element.querySelectorAll("form.r-command")];
export const noteDrawn = (form) => drawn.set(form, contentOf(form));

function isTyped(field) {
  if (["radio", "checkbox"].includes(field.type)) return field.checked !== field.defaultChecked;
  if (field instanceof HTMLSelectElement) {
    const first = [...field.options].findIndex(({ defaultSelected }) => defaultSelected);
    return field.selectedIndex !== Math.max(first, 0);
  }
  return "defaultValue" in field && field.value !== field.defaultValue;
}

// Of a form that was there before the script: what was typed meanwhile is typed.
export function noteAdopted(form) {
  if ([...form.elements].some(isTyped)) drawn.set(form, "");
  else noteDrawn(form);
}

function isWritingIn(form) {
  const focused = document.activeElement;
  return form.contains(focused) && focused.matches("textarea, select, input");
}

export const isBeingWritten = (form) =>
  isWritingIn(form) || (drawn.has(form) && drawn.get(form) !== contentOf(form));

export function commandOf(form, button) {
  const value = (name) => form.elements.namedItem(name)?.value ?? "";
  return {
    kind: value("kind"),
    step: value("step"),
    baseVersion: value("base_version"),
    payload: fieldsOf(form, button),
    about: filled(form.dataset.about ?? "", form),
    words: wordsOf(form, button),
    // "dau-{member}": the place of whoever was chosen in the form.
    place: (button?.dataset.place ?? form.dataset.place ?? "").replace(/\{(\w+)\}/g, (_, name) =>
      value(name),
    ),
    how: form.dataset.how ?? "keep",
  };
}

// After the command is on the disk: the form begins anew, or keeps its words as sent.
export function begin(form) {
  if (form.dataset.after === "reset") form.reset();
  if (form.dataset.after === "close") form.closest("details")?.removeAttribute("open");
  if (isWritingIn(form)) document.activeElement.blur();
  noteDrawn(form);
}

// The form that a command came from: the same kind, about the same person, item, part …
export function formOf(command) {
  const payload = Object.fromEntries(command.payload);
  return formsOf(document.getElementById("step")).find((form) => {
    const own = [...form.querySelectorAll("input[type=hidden]")];
    return own.every(({ name, value }) =>
      name === "kind" ? value === command.kind : ABOUT.has(name) || payload[name] === value,
    );
  });
}

export function fill(form, command) {
  for (const [name, value] of command.payload) {
    const field = form.elements.namedItem(name);
    if (field && "value" in field && field.type !== "hidden" && field.type !== "submit") {
      field.value = value;
    }
  }
  // What counts itself counts again.
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

// Brings a refused command back into its form, where what is wrong can be mended.
export function bringBack(command) {
  const form = room.step === command.step ? formOf(command) : null;
  if (!form || !["keep", "add"].includes(command.how) || isBeingWritten(form)) return false;
  fill(form, command);
  form.closest("details")?.setAttribute("open", "");
  return true;
}
