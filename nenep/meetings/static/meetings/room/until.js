// Does again what failed: at once when the network is back, else ever more slowly.

import { isFinal } from "./server.js";
import { room } from "./state.js";
import * as status from "./status.js";

const LONGEST = 30000;

const pause = (milliseconds) =>
  new Promise((done) => {
    setTimeout(done, milliseconds);
    window.addEventListener("online", done, { once: true });
  });

// Until a first contact has succeeded nothing can be kept: said, and tried again.
export async function until(work) {
  for (let wait = 1000; ; wait = Math.min(2 * wait, LONGEST)) {
    try {
      return await work();
    } catch (problem) {
      if (isFinal(problem)) throw problem;
      room.isUnready = true;
      status.show();
    }
    await pause(wait);
  }
}
