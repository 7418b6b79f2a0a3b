// Takes the room's forms over: every command is on this device first, and works without network.
// Where the browser cannot (no IndexedDB, plain http), the forms are sent as they always were.

import * as copy from "./copy.js";
import { begin, commandOf } from "./forms.js";
import * as outbox from "./outbox.js";
import * as overlay from "./overlay.js";
import * as page from "./page.js";
import "./phrases.js";
import { meetingOf, room, stepOf } from "./state.js";
import * as status from "./status.js";
import "./tally.js";
import { touch, wake } from "./sync.js";

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
  await settled();
  page.adopt();
  if (await copy.findKey()) await copy.restore();
  else await copy.greet();
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

async function take(form, button) {
  form.setAttribute("data-keeping", "");
  try {
    if (!(await ready)) {
      form.setAttribute("data-plain", "");
      return form.requestSubmit(button);
    }
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

function listen() {
  window.addEventListener("online", wake);
  window.addEventListener("offline", wake);
  window.addEventListener("pageshow", wake);
  document.addEventListener("visibilitychange", wake);
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, touch);
  const redraw = () => {
    page.draw();
    status.show();
  };
  overlay.listen(redraw);
  page.listen();
  status.listen();
  redraw();
}

// What a room that is closed did not take.
async function openLeft() {
  room.account = Number(element.dataset.account);
  if (!(await copy.findKey())) await copy.greet();
  await outbox.load();
  room.state = "closed";
  status.listen(async (isRead) => {
    if (isRead) await copy.wipe();
    document.getElementById("r-nothing").hidden = !isRead; // says that nothing is kept
  });
  status.show();
}

async function open() {
  room.meeting = meetingOf(location.pathname);
  if ("left" in element.dataset) return openLeft();
  const isShell = "shell" in element.dataset;
  room.step = isShell ? stepOf(location.pathname) : element.dataset.step;
  if (isShell && !(await openShell())) return false;
  if (!isShell) await openPage();
  await outbox.load();
  listen();
  wake();
  return true;
}

async function keepShell() {
  await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  await navigator.serviceWorker.ready;
  element.dataset.shellKept = "";
}

let ready = false;
if (element && can) {
  // Not opened: the forms go the way they always went.
  ready = open().catch(() => false);
  takeForms();
  ready.then((isOpen) => isOpen && keepShell()).catch(() => {});
}
