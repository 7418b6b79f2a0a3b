// The room's copy on this device: every step, encrypted, for a time without network.

import * as store from "../../web/device/store.js";
import { importKey, seal, unseal } from "../../web/device/seal.js";
import * as clock from "./clock.js";
import * as server from "./server.js";
import { room } from "./state.js";

const sessionName = () => `nenep ${room.account} ${room.meeting}`;

// On a borrowed phone the key lasts as long as the tab, and is on no disk of ours.
async function keep(key, told, held) {
  const row = { account: room.account, meeting: room.meeting, device: room.device };
  if (told.shared) {
    sessionStorage.setItem(sessionName(), JSON.stringify({ ...told, device: row.device }));
  } else if (!held) {
    await store.put("keys", { ...row, key, name: told.name, until: told.until });
  }
}

async function fromSession() {
  const told = JSON.parse(sessionStorage.getItem(sessionName()) ?? "null");
  return told && { ...told, key: await importKey(told.key) };
}

// Tells who is logged in and takes a fresh token; somebody else's page is left at once.
export async function greet() {
  const told = await server.device();
  if (told.account !== room.account) throw new server.Answered(409);
  room.token = told.token;
  room.until = told.until;
  room.isShared = told.shared;
  const key = [room.account, room.meeting];
  await store.update("copies", key, (row) => ({ ...row, ...clock.kept() })).catch(() => {});
  if (room.key) return;
  room.device ||= crypto.randomUUID();
  room.key = await importKey(told.key);
  await keep(room.key, told, false);
}

// Finds the key on the device. Without network the page does not know whose it is.
export async function findKey() {
  const rows = await store.all("keys");
  const mine = rows.find(
    (row) =>
      row.meeting === room.meeting &&
      (!room.account || row.account === room.account) &&
      !store.isOver(row),
  );
  room.account ||= mine?.account ?? sharedAccount();
  const held = mine ?? (room.account ? await fromSession() : null);
  if (!held) return false;
  Object.assign(room, { key: held.key, device: held.device, until: held.until });
  room.isShared = !mine;
  return true;
}

function sharedAccount() {
  const names = Object.keys(sessionStorage).map((name) => name.match(/^nenep (\d+) (\d+)$/));
  const mine = names.find((name) => name && Number(name[2]) === room.meeting);
  return mine ? Number(mine[1]) : 0;
}

// Opens what was kept, as far as its 72 hours are not over.
export async function restore() {
  const row = await store.get("copies", [room.account, room.meeting]);
  if (!row || store.isOver(row)) return false;
  clock.recall(row);
  try {
    const kept = await unseal(room.key, row);
    room.mark = kept.mark;
    room.frame = kept.frame;
    for (const [code, html] of Object.entries(kept.steps)) {
      room.steps[code] ??= { version: kept.version, html };
    }
    return true;
  } catch {
    return false;
  }
}

export async function save({ mark, version, frame, steps }) {
  room.mark = mark;
  room.frame = frame;
  for (const [code, html] of Object.entries(steps)) room.steps[code] = { version, html };
  const row = { account: room.account, meeting: room.meeting, until: room.until };
  const sealed = await seal(room.key, { mark, version, frame, steps });
  try {
    await store.put("copies", { ...row, ...clock.kept(), ...sealed });
    room.cannotKeep = false;
  } catch {
    room.cannotKeep = true;
  }
}

export const isKept = async () => Boolean(await store.get("copies", [room.account, room.meeting]));

// Takes the copy off the device; the key stays only for what somebody still has to read.
export async function wipe({ keepsKey = false } = {}) {
  const isMeant = (row) => row.account === room.account && row.meeting === room.meeting;
  if (!keepsKey) sessionStorage.removeItem(sessionName());
  // A store that fails here is swept by the next page (web/device.js).
  await store.forget((row, name) => isMeant(row) && !(keepsKey && name === "keys")).catch(() => {});
}
