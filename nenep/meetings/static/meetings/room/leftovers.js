// The page of what this device still has of a meeting, also when its room is closed.

import * as copy from "./copy.js";
import * as outbox from "./outbox.js";
import { room } from "./state.js";
import * as status from "./status.js";

export async function openLeftovers(element) {
  room.account = Number(element.dataset.account);
  room.state = "closed";
  if (!(await copy.findKey())) await copy.greet();
  await outbox.refresh();
  const isClosed = "meetingOver" in element.dataset;
  for (const entry of isClosed ? outbox.waiting() : []) {
    const known = entry.wasSent ? "Chưa rõ đã ghi hay chưa. " : "";
    const reason = `${known}Buổi họp này không còn nhận ghi chép.`;
    await outbox.change(entry, { state: "refused", reason });
  }
  const showWhetherRead = async (isRead) => {
    document.getElementById("r-nothing").hidden = !isRead; // says that nothing is kept
    if (isRead && isClosed) await copy.wipe();
  };
  if (!isClosed) room.stuck = "Chưa gửi. Mở lại phòng họp thì việc tự gửi.";
  status.listen({ whenRead: showWhetherRead });
  status.show();
  await showWhetherRead(status.listed().length === 0);
}
