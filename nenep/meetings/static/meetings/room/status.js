// The line in the head that says what is where, and the list of what was not taken.

import * as outbox from "./outbox.js";
import { room } from "./state.js";
import { fullWords } from "./sentences.js";

const line = () => document.getElementById("r-sent");

function sentence() {
  const count = outbox.waiting().length;
  if (room.stuck) return count ? `${count} việc đã lưu trên máy, chưa gửi được` : "Không ghi tiếp được.";
  if (room.state === "stopped") {
    return count
      ? `Phiên làm việc đã hết. ${count} việc đã lưu trên máy; đăng nhập lại thì tự gửi.`
      : "Phiên làm việc đã hết. Hãy đăng nhập lại.";
  }
  if (room.cannotKeep) return unkept(count);
  if (!count && room.isUnready) return "Máy này chưa sẵn sàng làm việc khi mất mạng. Có mạng thì vẫn ghi được.";
  if (!count) return room.state === "waiting" ? "Đã gửi hết. Đang mất mạng, cứ ghi tiếp." : "Đã gửi hết";
  if (room.state === "waiting") return `${count} việc đã lưu trên máy, chờ mạng`;
  return "Đang gửi…";
}

function unkept(count) {
  const why = "Trình duyệt không lưu được trên máy này (bộ nhớ đầy?).";
  return count
    ? `${why} ${count} việc chỉ còn trên trang này: đừng đóng trang trước khi gửi xong.`
    : `${why} Đã gửi hết, nhưng mất mạng thì chưa ghi được gì cho chắc.`;
}

export function show() {
  const place = line();
  if (!place) return;
  const waiting = outbox.waiting().length > 0;
  const state = room.state === "sent" && waiting ? "sending" : room.state;
  place.hidden = room.state === "closed";
  const isWarned = state === "sent" && (room.cannotKeep || room.isUnready);
  place.dataset.state = isWarned ? "waiting" : state;
  const words = sentence();
  // Read aloud only when it says something else.
  const spoken = place.querySelector("[data-words]");
  if (spoken.textContent !== words) spoken.textContent = words;
  const link = place.querySelector("[data-log-in]");
  link.hidden = room.state !== "stopped" || Boolean(room.stuck);
  link.href = `/dang-nhap/?tiep=${encodeURIComponent(location.pathname)}`;
  showRefused();
}

// What was not taken; where nothing can be sent now, also what waits.
export const listed = () => [...outbox.refused(), ...(room.stuck ? outbox.waiting() : [])];

function reasonOf(entry) {
  if (entry.state === "refused") return entry.reason;
  return `${entry.wasSent ? "Chưa rõ đã ghi hay chưa. " : ""}${room.stuck}`;
}

function showRefused() {
  const section = document.getElementById("r-not-taken");
  const list = section.querySelector("[data-list]");
  const refused = listed();
  section.hidden = refused.length === 0;
  const shown = refused.map((entry) => entry.id).join();
  if (list.dataset.shown === shown) return;
  list.dataset.shown = shown;
  list.replaceChildren(
    ...refused.map((entry) => {
      const made = document.getElementById("r-refused").content.firstElementChild.cloneNode(true);
      made.dataset.id = entry.id;
      made.querySelector("[data-words]").textContent = fullWords(entry.command);
      made.querySelector("[data-reason]").textContent = `${when(entry)}. ${reasonOf(entry)}`;
      made.querySelector("[data-retry]").hidden = !entry.mayRetry || !room.isOpen || room.isOver;
      return made;
    }),
  );
}

// Somebody waits for the answer that stands there.
export function reveal() {
  showRefused();
  document.getElementById("r-not-taken").scrollIntoView({ block: "nearest" });
}

const when = (entry) =>
  `Ghi lúc ${new Date(entry.made).toLocaleString("vi-VN", {
    timeStyle: "short",
    dateStyle: "short",
  })} (giờ theo máy)`;

export function listen({ whenRead = () => {}, send = () => {} }) {
  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    const section = button?.closest("#r-not-taken");
    if (!section) return;
    if (button.hasAttribute("data-copy")) {
      const words = listed().map((one) => `${fullWords(one.command)} (${when(one)}. ${reasonOf(one)})`);
      await navigator.clipboard.writeText(words.join("\n"));
      button.querySelector("[data-done]")?.remove();
      button.append(Object.assign(document.createElement("span"), { textContent: "· đã chép" }));
      button.lastElementChild.dataset.done = "";
      return;
    }
    const id = button.closest("[data-id]")?.dataset.id;
    const entry = listed().find((one) => one.id === id);
    if (!entry) return;
    if (button.hasAttribute("data-retry")) {
      await outbox.change(entry, { state: "waiting", mayRetry: false, reason: "" });
      send();
    } else if (button.hasAttribute("data-dismiss")) {
      await outbox.drop(entry);
      await whenRead(listed().length === 0);
    }
    show();
  });
}
