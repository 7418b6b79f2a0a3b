// On every page: what the device keeps of a meeting goes when it is over, when somebody else is
// logged in, and on log-out; unsent work is told of, and never leaves with somebody else.

import * as store from "./device/store.js";

const LOG_OUT = "form[data-log-out]";
// Nothing on the room's shell, which is nobody's page; 0 where nobody is logged in.
const account = document.body.dataset.account === undefined ? null : Number(document.body.dataset.account);

async function isKept() {
  if (!indexedDB.databases) return true;
  return (await indexedDB.databases()).some(({ name }) => name === "nenep");
}

async function mine(state) {
  const rows = await store.all("commands");
  return rows.filter((row) => row.account === account && row.state === state);
}

// Fills a message that stands on the page, hidden, and shows it.
function tell(id, rows, page = "") {
  const place = document.getElementById(id);
  if (!place || rows.length === 0) return;
  place.querySelector("[data-count]").textContent = rows.length;
  place.querySelector("a").href = `/hop/${rows[0].meeting}/phong/${page}`;
  place.hidden = false;
}

async function leave(form, drops) {
  if (drops) for (const row of await mine("waiting")) await store.remove("commands", row.order);
  await store.forget(() => true);
  sessionStorage.clear();
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
    const rows = await mine("waiting");
    if (rows.length === 0) return leave(form, false);
    tell("n-leaving", rows);
    document.getElementById("n-leaving").querySelector("a").focus();
  };
  window.addEventListener("submit", ask, true);
  for (const button of document.querySelectorAll("#n-leaving [data-leave]")) {
    button.addEventListener("click", () => leave(form, button.dataset.leave === "drop"));
  }
}

async function start() {
  if (!window.isSecureContext || !("indexedDB" in window) || !(await isKept())) return;
  askBeforeLogOut();
  if (account === null) return;
  await store.forget((row) => row.account !== account || store.isOver(row));
  for (const name of Object.keys(sessionStorage)) {
    if (/^nenep /.test(name) && !name.startsWith(`nenep ${account} `)) sessionStorage.removeItem(name);
  }
  if (!account || document.getElementById("r-room")) return;
  tell("n-unsent", await mine("waiting"));
  tell("n-refused", await mine("refused"), "con-lai/");
}

void start();
