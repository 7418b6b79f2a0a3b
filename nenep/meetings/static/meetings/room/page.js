// Draws a step: the newest HTML there is, without touching what somebody is writing.

import { formsOf, isBeingWritten, noteAdopted, noteDrawn } from "./forms.js";
import * as overlay from "./overlay.js";
import { addressOf, room, stepOf } from "./state.js";

const SKIP = "hx-morph-skip"; // htmx leaves such an element as it is
const drawnHtml = new WeakMap();
const shelf = new Map(); // steps that were left, with what was typed in them
let morph;

window.htmx.registerExtension("nenep-room", {
  init(api) {
    morph = api.morph;
  },
});

const stepElement = () => document.getElementById("step");

// Takes over a step that the server drew.
export function adopt() {
  const step = stepElement();
  const version = Number(step.querySelector("[name=base_version]")?.value ?? 0);
  room.steps[room.step] = { version, html: step.outerHTML };
  drawnHtml.set(step, step.outerHTML);
  for (const form of formsOf(step)) noteAdopted(form);
}

// The head says state and correction; they change rarely, so it is drawn anew.
export function drawHead(frame) {
  const made = document.createRange().createContextualFragment(frame).querySelector(".r-head");
  document.querySelector(".r-head").replaceWith(made);
  head(room.step);
}

export function draw() {
  const step = stepElement();
  const known = room.steps[room.step];
  overlay.clear(step);
  if (known && drawnHtml.get(step) !== known.html) {
    const busy = formsOf(step).filter(isBeingWritten);
    const kept = [...busy, ...step.querySelectorAll("#room-answer")];
    for (const one of kept) one.setAttribute(SKIP, "");
    morph(step, document.createRange().createContextualFragment(known.html), false);
    for (const one of kept) one.removeAttribute(SKIP);
    for (const form of formsOf(step)) {
      if (busy.includes(form)) continue;
      form.reset();
      noteDrawn(form);
    }
    drawnHtml.set(step, known.html);
  }
  overlay.lay(step);
}

export function answer(html) {
  const place = document.getElementById("room-answer");
  if (!place) return;
  place.innerHTML = html;
  if (html) place.scrollIntoView({ block: "nearest" });
}

function head(code) {
  for (const link of document.querySelectorAll(".r-steps a")) {
    const isHere = link.dataset.step === code;
    if (isHere) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
    if (isHere) document.querySelector(".r-head h1").textContent = link.innerText.trim();
  }
  const where = document.querySelector(".r-out")?.innerText.trim() ?? "";
  document.title = `${document.querySelector(".r-head h1").textContent} · ${where}`;
}

// Shows another step from the copy, or says that the copy has none.
export function go(code) {
  if (!room.steps[code]) return false;
  const here = stepElement();
  if (here && code !== room.step) {
    overlay.clear(here);
    shelf.set(room.step, here);
    const next = shelf.get(code) ?? Object.assign(document.createElement("div"), { id: "step" });
    here.replaceWith(next);
  }
  room.step = code;
  // What was said when the page came is not true of every step after it.
  document.querySelector(".n-messages")?.remove();
  head(code);
  draw();
  answer("");
  return true;
}

// A room that is over shows nothing of itself again, by whatever way.
export function forget() {
  room.steps = {};
  room.frame = "";
  shelf.clear();
}

export function listen() {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey) return;
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!link || !link.pathname.startsWith(`/hop/${room.meeting}/phong/`)) return;
    const code = stepOf(link.pathname);
    if (!go(code)) return;
    event.preventDefault();
    history.pushState({}, "", addressOf(code) + link.hash);
    const place = link.hash && document.getElementById(link.hash.slice(1));
    if (place) place.scrollIntoView({ block: "center" });
    else window.scrollTo(0, 0);
  });
  window.addEventListener("popstate", () => {
    if (room.isOver || !go(stepOf(location.pathname))) location.reload();
  });
}
