// Says in words what a form is about to do, for the time until the server has it.

import { serverTime } from "./clock.js";

// Fields that are about the sending, not of the command's own payload.
export const ABOUT = new Set([
  "csrfmiddlewaretoken",
  "command_id",
  "device_time",
  "account",
  "base_version",
  "kind",
  "step",
]);

// What stands alone, in a list: of whom or what, and what.
export const fullWords = ({ about, words }) => [about, words].filter(Boolean).join(": ");

const two = (number) => String(number).padStart(2, "0");

export function clock() {
  const now = serverTime();
  return `${two(now.getHours())}:${two(now.getMinutes())}`;
}

function shown(form, name) {
  const field = form.elements.namedItem(name);
  const value = field?.value?.trim() ?? "";
  const chosen = form.querySelector(`input[type=radio][name="${name}"]:checked`);
  if (chosen) return chosen.labels[0]?.innerText.trim() ?? "";
  if (field instanceof HTMLSelectElement) return field.selectedOptions[0]?.label ?? "";
  if (field?.type === "date") return value.split("-").reverse().join("/");
  // An hour left empty is now, by this device.
  if (field?.type === "time" && !value) return `${clock()} (giờ theo máy)`;
  return value;
}

function labelled(form) {
  return [...form.elements]
    .filter((field) => field.labels?.length && field.value)
    .map((field) => `${field.labels[0].innerText.trim()}: ${shown(form, field.name)}`)
    .join("; ");
}

// A pattern with the values of a form's fields in their places.
export const filled = (pattern, form) =>
  pattern.replace(/\{(\w+)\}/g, (_, name) => shown(form, name));

// "{name}, {function}" with the values of the form; what is left empty leaves no comma behind.
export function wordsOf(form, button) {
  const pattern = button?.dataset.says ?? form.dataset.says;
  if (!pattern) return labelled(form) || button?.innerText.trim() || "";
  return filled(pattern, form).replace(/[\s,:;]+$/, "");
}
