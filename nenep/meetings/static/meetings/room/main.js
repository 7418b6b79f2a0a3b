// Takes the room's forms over: every command is on this device first, and works without network.
// Where the browser cannot (no IndexedDB, plain http), the forms are sent as they always were.

import * as copy from "./copy.js";
import "./find.js";
import { begin, commandOf } from "./forms.js";
import { openLeftovers } from "./leftovers.js";
import * as outbox from "./outbox.js";
import * as overlay from "./overlay.js";
import * as page from "./page.js";
import "./phrases.js";
import { meetingOf, room, stepOf } from "./state.js";
import * as status from "./status.js";
import "./tally.js";
import { touch, wake } from "./sync.js";
import { until } from "./until.js";

const element = document.getElementById("r-room");
const can = window.isSecureContext && "indexedDB" in window && "serviceWorker" in navigator;

// A form that was sent before this script ran is answered first.
async function settled() {
  while (element.querySelector("form[data-busy]")) {
    await new Promise((done) => {
      document.addEventListener("htmx:finally:request", () => setTimeout(done), { once: true });
    });
  }
}

async function openPage() {
  room.account = Number(element.dataset.account);
  const isKnown = await copy.findKey();
  if (!isKnown) await copy.greet();
  await settled();
  page.adopt();
  if (isKnown) await copy.restore();
}

// Without network the shell stands here, and the copy is all there is.
async function openShell() {
  if (!(await copy.findKey()) || !(await copy.restore())) {
    document.getElementById("r-nothing").hidden = false;
    return false;
  }
  element.innerHTML = `${room.frame}<div id="step"></div>`;
  room.state = "waiting";
  page.go(room.step);
  return true;
}

async function sendPlainly(form, button) {
  // While the tap's own event goes on, the browser takes no other of the form.
  await new Promise((done) => setTimeout(done));
  form.setAttribute("data-plain", "");
  form.requestSubmit(button);
  form.removeAttribute("data-plain");
}

async function take(form, button) {
  form.setAttribute("data-keeping", "");
  try {
    await tried;
    if (!room.isOpen) return sendPlainly(form, button);
    const command = commandOf(form, button);
    page.answer("");
    await outbox.add(command);
    begin(form);
  } finally {
    form.removeAttribute("data-keeping");
  }
  page.draw();
  status.show();
  wake();
}

// Before htmx and nenep.js, which listen on the document.
function takeForms() {
  window.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.matches("form.r-command:not([data-plain])")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!form.hasAttribute("data-keeping")) void take(form, event.submitter);
    },
    true,
  );
}

// The Back button may bring a page back as it was left: not if its copy went meanwhile.
async function comeBack({ persisted }) {
  if (persisted && (room.isOver || !(await copy.isKept().catch(() => true)))) location.reload();
  else wake();
}

function listen() {
  window.addEventListener("online", wake);
  window.addEventListener("offline", wake);
  window.addEventListener("pageshow", comeBack);
  document.addEventListener("visibilitychange", wake);
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, touch);
  const redraw = () => {
    page.draw();
    status.show();
  };
  overlay.listen(redraw);
  page.listen();
  status.listen({ send: wake });
  redraw();
}

async function open() {
  room.meeting = meetingOf(location.pathname);
  if ("left" in element.dataset) return openLeftovers(element);
  const isShell = "shell" in element.dataset;
  room.step = isShell ? stepOf(location.pathname) : element.dataset.step;
  if (isShell && !(await openShell())) return;
  if (!isShell) await openPage();
  await outbox.refresh();
  room.isOpen = true;
  listen();
  wake();
}

async function keepShell() {
  await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  await navigator.serviceWorker.ready;
  element.dataset.shellKept = "";
}

let tried; // the first time; until it is over a tap waits

function attempt() {
  const opening = open();
  tried ??= opening.catch(() => {});
  return opening;
}

async function start() {
  await until(attempt);
  if (!room.isOpen) return;
  await until(keepShell);
  room.isUnready = false;
  status.show();
}

if (element && can) {
  // Not opened: the forms go the way they always went.
  takeForms();
  void start().catch(() => {});
}
