// On every page: what the device keeps of a meeting goes when it is over, when somebody else is
// logged in, and on log-out; unsent work is told of, and never leaves with somebody else.

import * as store from "./device/store.js";

const LOG_OUT = "form[data-log-out]";
// A store that hangs counts as one that fails: nobody is kept from logging out.
const PATIENCE = 5000;
// Nothing on the room's shell, which is nobody's page; 0 where nobody is logged in.
const account = document.body.dataset.account === undefined ? null : Number(document.body.dataset.account);
// Meetings that take nothing any more, as far as this page shows them.
const over = new Set(
  [...document.querySelectorAll("[data-meeting-over]")].map((one) => Number(one.dataset.meetingOver)),
);

async function isKept() {
  if (!indexedDB.databases) return true;
  return (await indexedDB.databases()).some(({ name }) => name === "nenep");
}

async function mine(...states) {
  const rows = await store.all("commands");
  return rows.filter((row) => row.account === account && states.includes(row.state));
}

const inTime = (work) =>
  Promise.race([work, new Promise((_, fail) => setTimeout(fail, PATIENCE))]);

// Fills a message that stands on the page, hidden, and shows it.
function tell(id, rows, page = "") {
  const place = document.getElementById(id);
  if (!place || rows.length === 0) return;
  place.querySelector("[data-count]").textContent = rows.length;
  place.querySelector("a").href = `/hop/${rows[0].meeting}/phong/${page}`;
  for (const left of place.querySelectorAll("[data-left]")) {
    left.href = `/hop/${rows[0].meeting}/phong/con-lai/`;
  }
  place.hidden = false;
}

async function clear(drops) {
  sessionStorage.clear();
  if (drops) for (const row of await mine("waiting")) await store.remove("commands", row.order);
  await store.forget(() => true);
}

async function leave(form, drops) {
  try {
    await inTime(clear(drops));
  } catch {
    // The next page forgets what stands here: it is another account's then.
  }
  form.submit();
}

function askBeforeLogOut() {
  const form = document.querySelector(LOG_OUT);
  if (!form) return;
  // Before nenep.js, which would take the form for sent.
  const ask = async (event) => {
    if (event.target !== form) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const rows = await inTime(mine("waiting")).catch(() => []);
    if (rows.length === 0) return leave(form, false);
    tell("n-leaving", rows);
    document.getElementById("n-leaving").querySelector("a").focus();
  };
  window.addEventListener("submit", ask, true);
  for (const button of document.querySelectorAll("#n-leaving [data-leave]")) {
    button.addEventListener("click", () => leave(form, button.dataset.leave === "drop"));
  }
}

// The key stays only for work that somebody still has to read.
async function forgetOver() {
  const left = new Set((await mine("waiting", "refused")).map(({ meeting }) => meeting));
  for (const row of await mine("taken")) {
    if (over.has(row.meeting)) await store.remove("commands", row.order);
  }
  const isMeant = (meeting) => over.has(meeting) && !left.has(meeting);
  await store.forget((row, name) => (name === "copies" ? over.has(row.meeting) : isMeant(row.meeting)));
  forgetSessions((_, meeting) => isMeant(meeting));
}

// On a borrowed phone the key is in the tab's session: "nenep ACCOUNT MEETING".
function forgetSessions(isMeant) {
  for (const name of Object.keys(sessionStorage)) {
    const [, ...ids] = name.match(/^nenep (\d+) (\d+)$/) ?? [];
    if (ids.length && isMeant(...ids.map(Number), name)) sessionStorage.removeItem(name);
  }
}

async function start() {
  if (!window.isSecureContext || !("indexedDB" in window) || !(await isKept())) return;
  askBeforeLogOut();
  forgetSessions((_account, _meeting, name) => store.isOver(JSON.parse(sessionStorage.getItem(name))));
  await store.forget(store.isOver);
  if (account === null) return;
  await store.forget((row) => row.account !== account);
  forgetSessions((owner) => owner !== account);
  if (over.size) await forgetOver();
  if (!account || document.getElementById("r-room")) return;
  const waiting = await mine("waiting");
  tell("n-unsent", waiting.filter(({ meeting }) => !over.has(meeting)));
  const refused = await mine("refused");
  tell("n-refused", [...refused, ...waiting.filter(({ meeting }) => over.has(meeting))], "con-lai/");
}

// A store that fails here is swept by the next page.
void start().catch(() => {});
