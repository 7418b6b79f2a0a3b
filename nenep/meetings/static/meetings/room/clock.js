// The server's time as this device knows it: its own clock, corrected by the offset measured at
// the last contact. A clock that is set meanwhile gives no impossible hour: no moment lies before
// one that is known to have been, nor after what the page's own ticks leave until the sending.
// (Ticks are performance.now(): nobody sets them; they may stand still while the phone sleeps.)

import { room } from "./state.js";

let known = { at: 0, ticks: 0 };

const since = (ticks) => Math.max(0, performance.now() - ticks);
const corrected = () => Date.now() + room.offset;
const earliest = () => (known.at ? known.at + since(known.ticks) : 0);

export const serverTime = () => new Date(Math.max(corrected(), earliest()));

// What a contact told: the server's time, and this clock's when it was asked.
export function meet(now, begun) {
  const told = Date.parse(now);
  room.offset = told - (begun + Date.now()) / 2;
  known = { at: told, ticks: performance.now() };
}

// What was kept of an earlier page: an offset, and a moment that has been.
export function recall({ offset = 0, seen = 0 }) {
  if (known.at) return;
  room.offset = offset;
  known = { at: seen, ticks: performance.now() };
}

// A moment at which a command was made: the next ones are not before it.
export function pass(made) {
  if (Date.parse(made) > earliest()) known = { at: Date.parse(made), ticks: performance.now() };
}

export const kept = () => ({ offset: room.offset, seen: serverTime().getTime() });

// When a command was made, as far as a fresh contact leaves room for it. Its ticks tell when this
// page made or found it.
export const madeAt = ({ made, ticks }) =>
  new Date(Math.min(Date.parse(made), corrected() - since(ticks))).toISOString();
export const sentAt = () => new Date(corrected()).toISOString();
