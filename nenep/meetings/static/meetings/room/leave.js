// The end of a room on this device: signed, session over, somebody else, no right any more.

import * as copy from "./copy.js";
import { commandOf, formsOf, isBeingWritten } from "./forms.js";
import * as outbox from "./outbox.js";
import * as page from "./page.js";
import { room } from "./state.js";

// What was being typed goes to the list of what was not taken: nothing typed is lost.
async function keepTyped(reason) {
  for (const form of formsOf(document.getElementById("step"))) {
    if (!isBeingWritten(form)) continue;
    const command = commandOf(form, form.querySelector("button"));
    if (!command.words) continue;
    const entry = await outbox.add(command);
    await outbox.change(entry, { state: "refused", reason });
  }
}

function empty(words) {
  page.forget();
  room.key = null;
  const said = document.createElement("p");
  said.textContent = words;
  document.getElementById("step").replaceChildren(said);
  document.querySelector(".r-steps").hidden = true;
}

// The meeting takes no more: signed, moved to another day, or not from this person.
export async function leave(address, reason = "Buổi họp đã ký hoặc đã chuyển lịch khi đang gõ.") {
  await keepTyped(reason);
  const isRead = outbox.refused().length === 0;
  await copy.wipe({ keepsKey: !isRead });
  empty("Buổi họp không còn nhận ghi chép từ máy này.");
  if (isRead) return location.replace(address);
  const link = Object.assign(document.createElement("a"), { href: address, className: "btn" });
  link.textContent = "Mở buổi họp";
  document.getElementById("step").append(link);
}

const WORDS = {
  401: "Phiên làm việc đã hết nên máy đã xóa bản giữ tạm. Đăng nhập lại để họp tiếp.",
  404: "Đồng chí không còn quyền ghi vào buổi họp này, hoặc buổi họp không còn ở đây.",
  409: "Máy này đang đăng nhập bằng tài khoản khác. Tải lại trang để làm việc với tài khoản ấy.",
};

const STUCK =
  "Chưa gửi được. Nếu vừa đổi nhiệm vụ thì chọn lại nhiệm vụ trước rồi mở phòng họp: việc tự gửi.";

// The server does not know this person here any more.
export async function stop(code) {
  const words = WORDS[code] ?? WORDS[404];
  await keepTyped(code === 401 ? "Đang gõ thì phiên làm việc hết." : words);
  // The right may come back with another post; what waits is sent then, and can be read now.
  const isLost = words === WORDS[404];
  if (isLost) room.stuck = STUCK;
  const isLeft = outbox.refused().length + outbox.waiting().length > 0;
  await copy.wipe({ keepsKey: isLost && isLeft });
  if (code === 409) for (const entry of [...room.entries]) entry.state = "hidden";
  empty(words);
}
