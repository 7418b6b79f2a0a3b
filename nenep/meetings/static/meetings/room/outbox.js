// The commands of one person in one meeting, kept until the server has answered each.
// States: waiting; taken (answered, not yet in the copy); refused (until somebody has seen it).

import * as store from "../../web/device/store.js";
import { seal, unseal } from "../../web/device/seal.js";
import { room } from "./state.js";

let writing = Promise.resolve();

// In the order of the taps, each on the disk before it is shown.
function inTurn(work) {
  writing = writing.then(work, work);
  return writing;
}

async function keep(entry) {
  const { command, reason, fresh, ...plain } = entry;
  const row = { ...plain, ...(await seal(room.key, { command, reason })) };
  entry.order = await store.put("commands", row);
}

export async function load() {
  const rows = (await store.all("commands")).filter(
    (row) => row.account === room.account && row.meeting === room.meeting,
  );
  room.entries = [];
  for (const { iv, data, ...plain } of rows) {
    try {
      room.entries.push({ ...plain, ...(await unseal(room.key, { iv, data })) });
    } catch {
      // Written with a key that is no longer given; it is left as it is.
    }
  }
}

export const add = (command) =>
  inTurn(async () => {
    const entry = {
      id: crypto.randomUUID(),
      account: room.account,
      meeting: room.meeting,
      state: "waiting",
      made: new Date().toISOString(),
      command: { ...command, account: room.account, device: room.device },
      reason: "",
      fresh: room.state !== "waiting", // somebody waits for the answer
    };
    await keep(entry);
    room.entries.push(entry);
    return entry;
  });

export const change = (entry, fields) =>
  inTurn(() => {
    Object.assign(entry, fields);
    return keep(entry);
  });

export const drop = (entry) =>
  inTurn(async () => {
    room.entries = room.entries.filter((one) => one !== entry);
    await store.remove("commands", entry.order);
  });

export const waiting = () => room.entries.filter((entry) => entry.state === "waiting");
export const refused = () => room.entries.filter((entry) => entry.state === "refused");

// What a copy of this version already holds is kept no longer.
export async function settle(version) {
  for (const entry of room.entries) {
    if (entry.state === "taken" && entry.version <= version) await drop(entry);
  }
}
