// What a page needs besides htmx: ids of commands, no double sending, a sentence when it fails.
"use strict";

(() => {
  const sentences = {
    offline: "Mất mạng: chưa gửi được. Những gì đã nhập vẫn còn trên máy; có mạng thì bấm gửi lại.",
    cut: "Mất mạng hoặc mạng quá yếu: chưa rõ đã gửi được hay chưa. Những gì đã nhập vẫn còn trên máy; có mạng thì bấm gửi lại, không bị ghi hai lần.",
    401: "Phiên làm việc đã hết, chưa ghi được. Mở một thẻ khác, đăng nhập rồi quay lại đây bấm gửi lại.",
    403: "Đồng chí không có quyền làm việc này, hoặc mục này không còn. Chưa có gì thay đổi.",
    404: "Không tìm thấy mục này. Tải lại trang để xem tình trạng mới nhất.",
    other: "Máy chủ gặp lỗi: chưa rõ đã ghi hay chưa. Những gì đã nhập vẫn còn; đợi một phút rồi bấm gửi lại, không bị ghi hai lần.",
  };
  const tried = new WeakMap();
  const unsent = ["command_id", "device_time", "csrfmiddlewaretoken"];

  function newId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    // Plain http inside a village's own network has no randomUUID.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  function content(form, button) {
    const pairs = [...new FormData(form, button)].filter(([name]) => !unsent.includes(name));
    return JSON.stringify(pairs.map(([name, value]) => [name, value.name ?? value]));
  }

  // The same content sent again after a failure keeps its id, so the server answers the same.
  function stamp(form, button) {
    const now = content(form, button);
    const before = tried.get(form);
    const id = before && before.content === now ? before.id : newId();
    tried.set(form, { content: now, id });
    const command = form.querySelector('input[name="command_id"]');
    if (command) command.value = id;
    const time = form.querySelector('input[name="device_time"]');
    if (time) time.value = new Date().toISOString();
  }

  function busy(form, on) {
    form.toggleAttribute("data-busy", on);
    for (const button of form.querySelectorAll('button:not([type="button"])')) {
      if (on) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }

  // The page changes in place and keeps what was typed elsewhere; the form that was sent begins anew.
  function done(form) {
    tried.delete(form);
    if (form.dataset.after === "reset") form.reset();
    if (form.dataset.after === "close") form.closest("details")?.removeAttribute("open");
  }

  function say(sentence) {
    const place = document.getElementById("n-failure");
    if (!place) return;
    place.querySelector("[data-words]").textContent = sentence;
    place.hidden = false;
    place.scrollIntoView({ block: "nearest" });
  }

  function quiet() {
    const place = document.getElementById("n-failure");
    if (place) place.hidden = true;
  }

  function formOf(event) {
    const source = event.detail?.ctx?.sourceElement ?? event.target;
    return source instanceof Element ? source.closest("form") : null;
  }

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (form.hasAttribute("data-busy")) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      if (form.method === "get") return;
      stamp(form, event.submitter);
      if (!navigator.onLine) {
        event.preventDefault();
        event.stopImmediatePropagation();
        say(sentences.offline);
        return;
      }
      quiet();
      // After this event the browser has read the form.
      queueMicrotask(() => {
        if (form.closest("[hx-post]")) busy(form, true);
        else if (!event.defaultPrevented) {
          busy(form, true);
          // The answer may be a file, after which this page is still here.
          setTimeout(() => busy(form, false), 15000);
        }
      });
    },
    true,
  );

  document.addEventListener("htmx:finally:request", (event) => {
    const form = formOf(event);
    if (form) busy(form, false);
  });
  document.addEventListener("htmx:after:request", (event) => {
    const status = event.detail?.ctx?.response?.status ?? 0;
    const form = formOf(event);
    if (form && status >= 200 && status < 400) done(form);
    if (status >= 400 && status !== 422) say(sentences[status] ?? sentences.other);
  });
  document.addEventListener("htmx:error", (event) => {
    const form = formOf(event);
    if (form) busy(form, false);
    say(sentences.cut);
  });

  // A page brought back by the Back button may be sent again.
  window.addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    for (const form of document.querySelectorAll("form[data-busy]")) busy(form, false);
  });

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-close], [data-print]") : null;
    if (!button) return;
    if (button.hasAttribute("data-print")) window.print();
    else if (button.closest("#n-failure")) quiet();
    else button.closest(".n-message")?.remove();
  });

  function network() {
    const place = document.getElementById("n-offline");
    if (place) place.hidden = navigator.onLine;
  }
  window.addEventListener("online", network);
  window.addEventListener("offline", network);
  network();
})();
