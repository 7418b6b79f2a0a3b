// Lays what the copy does not hold yet over the page: in its place, with where it is now.

import { fill, formOf, isBeingWritten, noteDrawn } from "./forms.js";
import * as outbox from "./outbox.js";
import { room } from "./state.js";
import { fullWords } from "./sentences.js";

const STILL = { waiting: "chờ gửi", sending: "đang gửi", taken: "đã gửi" };

export function clear(step) {
  for (const one of step.querySelectorAll("[data-pending]")) one.remove();
  for (const one of step.querySelectorAll("[data-covered]")) one.removeAttribute("data-covered");
  for (const one of step.querySelectorAll("[data-struck]")) one.removeAttribute("data-struck");
}

function badge(entry, words) {
  const made = document.getElementById("r-pending").content.firstElementChild.cloneNode(true);
  const where = entry.isUnkept ? ", chưa lưu trên máy" : "";
  const still = STILL[entry.isSending ? "sending" : entry.state] + (entry.state === "waiting" ? where : "");
  made.querySelector("[data-words]").textContent = `${words} · ${still}`.replace(/^ · /, "");
  made.dataset.pending = entry.id;
  const button = made.querySelector("[data-withdraw]");
  // What was never sent can be taken back without a trace.
  button.hidden = room.state !== "waiting" || entry.state !== "waiting" || entry.wasSent === true;
  button.setAttribute("aria-label", `Hoàn tác: ${fullWords(entry.command)}`);
  return made;
}

const ways = {
  // The last one says what is so now.
  state(entry, place) {
    for (const before of place.querySelectorAll(":scope > [data-pending]")) before.remove();
    place.setAttribute("data-covered", "");
    place.append(badge(entry, entry.command.words));
  },
  add(entry, place) {
    place.append(badge(entry, entry.command.words));
  },
  strike(entry, place) {
    place.setAttribute("data-struck", "");
    place.append(badge(entry, "Bỏ"));
  },
  // All of the step, or those in one place: a cell's.
  expected(entry, within, step) {
    for (const place of (within ?? step).querySelectorAll("[data-expected]")) {
      if (place.hasAttribute("data-covered")) continue;
      place.setAttribute("data-covered", "");
      const one = badge(entry, place.dataset.expected);
      one.querySelector("[data-withdraw]").remove();
      place.append(one);
    }
    ways.keep(entry);
  },
  keep(entry) {
    const form = formOf(entry.command);
    if (!form) return;
    if (!isBeingWritten(form)) {
      fill(form, entry.command);
      noteDrawn(form);
    }
    for (const before of form.querySelectorAll(":scope > [data-pending]")) before.remove();
    form.append(badge(entry, ""));
  },
};

export function lay(step) {
  const version = room.steps[room.step]?.version ?? 0;
  for (const entry of room.entries) {
    if (entry.state === "refused" || entry.command.step !== room.step) continue;
    if (entry.state === "taken" && entry.version <= version) continue;
    const place = document.getElementById(entry.command.place);
    if (place || ["keep", "expected"].includes(entry.command.how)) {
      ways[entry.command.how](entry, place, step);
    }
  }
}

// "Hoàn tác" beside a command that was never sent.
export function listen(redraw) {
  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-withdraw]") : null;
    if (!button) return;
    const id = button.closest("[data-pending]").dataset.pending;
    const entry = outbox.waiting().find((one) => one.id === id);
    if (entry) await outbox.withdraw(entry);
    redraw();
  });
}
