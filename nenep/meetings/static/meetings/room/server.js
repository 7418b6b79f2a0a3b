// What the room asks of the server, and what it can answer.

import * as clock from "./clock.js";
import { room } from "./state.js";

const SECONDS = 15;

// The server answered, but not with what was asked for.
export class Answered extends Error {
  constructor(status) {
    super(`status ${status}`);
    this.status = status;
  }
}

// These say that the room is not this person's any more; every other failure passes.
export const isFinal = (problem) =>
  problem instanceof Answered && [401, 403, 404, 409].includes(problem.status);

async function read(response) {
  if (![200, 422].includes(response.status)) return null;
  try {
    return await response.json();
  } catch (problem) {
    // No network of ours answers with a page.
    throw problem instanceof SyntaxError ? new Answered(response.status) : problem;
  }
}

async function ask(path, options = {}) {
  const begun = Date.now();
  const response = await fetch(`/hop/${room.meeting}/${path}`, {
    cache: "no-store",
    ...options,
    // Whose session has ended is told so, and not led to the log-in.
    headers: { Accept: "application/json", "HX-Request": "true", ...options.headers },
    signal: AbortSignal.timeout(SECONDS * 1000),
  });
  const body = await read(response);
  if (body?.now) clock.meet(body.now, begun);
  return { status: response.status, body };
}

// Who is logged in, the key, and a fresh token.
export async function device() {
  const { status, body } = await ask("phong/may/");
  if (status !== 200) throw new Answered(status);
  return body;
}

// Every step, or nothing where the copy is as new.
export async function changes() {
  const { status, body } = await ask(`phong/thay-doi/?since=${encodeURIComponent(room.mark)}`);
  if (status === 204) return null;
  if (status !== 200) throw new Answered(status);
  return body;
}

// One command. When it was made and sent go along: the server counts what lies between.
export function send(entry) {
  const { id, command } = entry;
  const body = new URLSearchParams(command.payload);
  body.set("command_id", id);
  body.set("kind", command.kind);
  body.set("step", command.step);
  body.set("account", command.account);
  body.set("device", command.device);
  body.set("base_version", command.baseVersion);
  body.set("device_time", clock.madeAt(entry));
  body.set("sent_time", clock.sentAt());
  return ask("lenh/", { method: "POST", body, headers: { "X-CSRFToken": room.token } });
}
