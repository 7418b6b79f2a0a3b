// One loop: sends what waits, in order and one at a time, then asks what changed.

import * as copy from "./copy.js";
import { bringBack } from "./forms.js";
import { leave, stop } from "./leave.js";
import * as outbox from "./outbox.js";
import * as page from "./page.js";
import * as server from "./server.js";
import { room } from "./state.js";
import * as status from "./status.js";

const EVERY = 2000; // what somebody else did is there within three seconds
const LONGEST = 30000;
let timer, running, again;
// On a borrowed phone that nobody touches, asking must not keep the session open.
const IDLE = 15 * 60000;
let touched = Date.now();
// How often the server may fail at one command before the others go past it.
const TRIES = 3;
// These say that the way to the server is bad, not the command.
const PASSING = [408, 425, 429, 502, 503, 504];
let failures = 0;
let onward = "";
let isOut = false;

export function wake() {
  clearTimeout(timer);
  again = running;
  if (!running && !room.isOver) void run();
}

export function touch() {
  const wasIdle = Date.now() - touched > IDLE;
  touched = Date.now();
  if (wasIdle) wake();
}

// Only one tab of a device sends.
const alone = (work) =>
  navigator.locks ? navigator.locks.request(`nenep ${room.account} ${room.meeting}`, work) : work();

async function run() {
  running = true;
  try {
    await alone(turn);
    failures = 0;
    room.state = "sent";
  } catch (problem) {
    await trouble(problem);
  }
  running = false;
  page.draw();
  status.show();
  if (room.isOver) return;
  if (again) return wake();
  timer = setTimeout(wake, failures ? Math.min(LONGEST, 500 * 2 ** failures) : EVERY);
}

async function turn() {
  await outbox.refresh();
  if (!room.token) await copy.greet();
  for (let entry; (entry = outbox.waiting()[0]); ) await deliver(entry);
  if (isOut) return goOut();
  if (onward) return location.assign(onward);
  if (document.visibilityState !== "visible") return;
  if (room.isShared && Date.now() - touched > IDLE) return;
  const whole = await server.changes();
  if (whole) await take(whole);
}

// The role one ran the meeting by is somebody else's now.
function goOut() {
  room.isOver = true;
  return leave(onward, "Đã giao vai trò cho người khác khi đang gõ.");
}

async function take(whole) {
  if (whole.onward) {
    room.isOver = true;
    return leave(whole.onward);
  }
  const isNewHead = whole.frame !== room.frame;
  await copy.save(whole);
  await outbox.settle(whole.version);
  if (isNewHead) page.drawHead(whole.frame);
  if (!room.cannotKeep) document.getElementById("r-room").dataset.saved = whole.mark;
}

async function deliver(entry) {
  if (!(await outbox.claim(entry))) return;
  entry.isSending = true;
  status.show();
  try {
    await settle(entry, await server.send(entry));
  } catch (problem) {
    if (!(await isGivenUp(entry, problem))) throw problem;
  } finally {
    entry.isSending = false;
  }
}

// It stays on the device, to be sent again by a tap.
async function isGivenUp(entry, problem) {
  if (!(problem instanceof server.Answered) || server.isFinal(problem)) return false;
  if (PASSING.includes(problem.status)) return false;
  entry.errors = (entry.errors ?? 0) + 1;
  if (entry.errors < TRIES) return false;
  entry.errors = 0;
  const reason = `Máy chủ báo lỗi (${problem.status}) khi ghi việc này. Bấm «Gửi lại»; vẫn lỗi thì chép lại.`;
  await outbox.change(entry, { state: "refused", mayRetry: true, reason });
  return true;
}

async function settle(entry, { status: code, body }) {
  if (code === 200) {
    await outbox.change(entry, { state: "taken", version: body.version });
    if (body.html) room.steps[body.step] = { version: body.version, html: body.html };
    if (entry.fresh && entry.command.step === room.step) page.answer(body.said);
    if (entry.fresh || body.isOut) onward = body.onward;
    isOut ||= Boolean(body.isOut);
  } else if (code === 403 && !entry.wasGreeted) {
    // The token was of an earlier session.
    entry.wasGreeted = true;
    await copy.greet();
  } else if ([403, 409, 422].includes(code)) {
    await refuse(entry, body);
  } else {
    throw new server.Answered(code);
  }
  page.draw();
}

// Said once: above the form that holds what was typed, or else in the list of what was not taken.
async function refuse(entry, body) {
  if (entry.fresh && bringBack(entry.command)) {
    if (body) page.answer(body.said);
    return outbox.drop(entry);
  }
  const reason = body?.sentence ?? "Đồng chí không còn quyền ghi vào buổi họp này.";
  await outbox.change(entry, { state: "refused", reason });
  if (!entry.fresh) return;
  page.answer("");
  status.reveal();
}

async function trouble(problem) {
  room.token = "";
  if (server.isFinal(problem)) {
    room.isOver = true;
    room.state = "stopped";
    await stop(problem.status);
  } else {
    failures += 1;
    room.state = "waiting";
  }
}
