// The commands of one person in one meeting, kept until the server has answered each.
// States: waiting; taken (answered, not yet in the copy); refused (until somebody has seen it).
// The store is what counts, for another tab writes there too; what it does not take (full, or
// lost by the browser) is kept on this page alone, and the line in the head says so.

import * as clock from "./clock.js";
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
  const { command, reason, fresh, isSending, isUnkept, wasGreeted, errors, ticks, ...plain } = entry;
  try {
    const row = { ...plain, ...(await seal(room.key, { command, reason })) };
    entry.order = await store.put("commands", row);
    entry.isUnkept = room.cannotKeep = false;
  } catch {
    entry.isUnkept = room.cannotKeep = true;
  }
}

async function rows() {
  const all = await store.all("commands");
  return all.filter((row) => row.account === room.account && row.meeting === room.meeting);
}

const opened = async ({ iv, data, ...plain }) => ({
  ...plain,
  ...(await unseal(room.key, { iv, data })),
});

// Takes over what other tabs did: added, sent, or took back.
async function meet(row) {
  const known = room.entries.find(({ id }) => id === row.id);
  if (!known) {
    room.entries.push({ ...(await opened(row)), ticks: performance.now() }); // made before now
    clock.pass(row.made);
  } else if (known.isUnkept || known.state === "taken") return;
  else if (known.state !== row.state || known.wasSent !== row.wasSent) {
    Object.assign(known, await opened(row));
  }
}

export const refresh = () =>
  inTurn(async () => {
    const stored = await rows().catch(() => null);
    if (!stored) return;
    const ids = new Set(stored.map(({ id }) => id));
    room.entries = room.entries.filter(
      (entry) => entry.isUnkept || entry.state === "taken" || ids.has(entry.id),
    );
    for (const row of stored) {
      // Written with a key that is no longer given; it is left as it is.
      await meet(row).catch(() => {});
    }
    room.entries.sort((one, other) => (one.order ?? Infinity) - (other.order ?? Infinity) || 0);
  });

export const add = (command) =>
  inTurn(async () => {
    const entry = {
      id: crypto.randomUUID(),
      account: room.account,
      meeting: room.meeting,
      state: "waiting",
      made: clock.serverTime().toISOString(),
      ticks: performance.now(), // of this page; another one takes its own
      command: { ...command, account: room.account, device: room.device },
      reason: "",
      fresh: room.state !== "waiting", // somebody waits for the answer
    };
    clock.pass(entry.made);
    await keep(entry);
    room.entries.push(entry);
    return entry;
  });

export const change = (entry, fields) =>
  inTurn(() => {
    Object.assign(entry, fields);
    return keep(entry);
  });

const forget = (entry) => {
  room.entries = room.entries.filter((one) => one !== entry);
};

export const drop = (entry) =>
  inTurn(async () => {
    forget(entry);
    if (entry.order) await store.remove("commands", entry.order).catch(() => {});
  });

// Says that a command is about to be sent, unless another tab took it back or had it answered.
export const claim = (entry) =>
  inTurn(async () => {
    const mark = (row) => (row.state === "waiting" ? { ...row, wasSent: true } : undefined);
    try {
      const row = entry.order ? await store.update("commands", entry.order, mark) : entry;
      if (row?.state !== "waiting") {
        forget(entry);
        return false;
      }
    } catch {
      room.cannotKeep = true; // sent all the same: its id keeps it once
    }
    entry.wasSent = true;
    return true;
  });

// Takes back what no tab has begun to send.
export const withdraw = (entry) =>
  inTurn(async () => {
    if (entry.wasSent || entry.isSending) return;
    const take = (row) => (row.state === "waiting" && !row.wasSent ? null : undefined);
    try {
      const row = entry.order ? await store.update("commands", entry.order, take) : entry;
      if (row?.state === "waiting" && row.wasSent) entry.wasSent = true;
      else forget(entry);
    } catch {
      room.cannotKeep = true;
    }
  });

export const waiting = () => room.entries.filter((entry) => entry.state === "waiting");
export const refused = () => room.entries.filter((entry) => entry.state === "refused");

// What a copy of this version already holds is kept no longer.
export async function settle(version) {
  for (const entry of room.entries) {
    if (entry.state === "taken" && entry.version <= version) await drop(entry);
  }
}
