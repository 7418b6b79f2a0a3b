// Fields: the browser's own refusals in Vietnamese, days as they are written here, the first wrong
// field in sight, a password to look at.
"use strict";

(() => {
  // The label as it is read, without "(không bắt buộc)" and the like.
  function nameOf(field) {
    const label = field.labels?.[0];
    if (!label) return "";
    return [...label.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.textContent.trim())
      .join(" ")
      .trim();
  }

  function sentenceOf(field) {
    const name = nameOf(field);
    const at = name ? `«${name}»: ` : "";
    const { validity } = field;
    if (validity.valueMissing) {
      if (field.matches("select, [type=radio], [type=checkbox]")) return `${at}chưa chọn. Hãy chọn một mục.`;
      if (field.matches("[type=date], [type=time], [data-kind]")) return `${at}còn trống. Hãy ghi ngày, giờ.`;
      return `${at}còn trống. Hãy ghi vào ô này.`;
    }
    if (validity.rangeOverflow) return `${at}lớn quá. Ghi nhiều nhất ${field.max}.`;
    if (validity.rangeUnderflow) return `${at}nhỏ quá. Ghi ít nhất ${field.min}.`;
    if (validity.badInput && field.matches("[type=date], [type=time], [data-kind]")) {
      return `${at}chưa đủ hoặc không có ngày, giờ này. Hãy xem lại.`;
    }
    if (validity.badInput || validity.stepMismatch) return `${at}hãy ghi số nguyên.`;
    if (validity.typeMismatch) return `${at}chưa đúng. Ví dụ thư điện tử: ten@vidu.vn.`;
    return `${at}chưa đúng. Hãy xem lại.`;
  }

  // Days and hours are written as here, whatever language the browser draws its own fields in:
  // 03/12/2026 and 19:30, or by digits alone. What is sent is what such a field sends.
  const WRITTEN = {
    date: /^\D*(\d{1,2})(?:\D+(\d{1,2})\D+|(\d\d))(\d{4})\D*$/,
    time: /^\D*(\d{1,2})(?:\D+(\d{1,2})?|(\d\d))?\D*$/,
  };
  const two = (digits) => (digits || "0").padStart(2, "0");

  function sentOf({ dataset: { kind }, value }) {
    const found = WRITTEN[kind].exec(value);
    if (!found) return value;
    const [, first, second, third, year] = found;
    return kind === "date" ? `${year}-${two(second || third)}-${two(first)}` : `${two(first)}:${two(second || third)}`;
  }

  function writeAsHere(field) {
    const { type } = field;
    const value = type === "date" ? field.value.split("-").reverse().join("/") : field.value;
    // What was refused is no day to the browser, but it was typed.
    const typed = value || field.getAttribute("value") || "";
    field.type = "text";
    field.dataset.kind = type;
    field.inputMode = "numeric";
    field.placeholder = type === "date" ? "ngày/tháng/năm" : "giờ:phút";
    field.value = typed;
  }

  if (!navigator.language.startsWith("vi")) {
    const all = () => document.querySelectorAll("input[type=date], input[type=time]").forEach(writeAsHere);
    all();
    new MutationObserver(all).observe(document.documentElement, { childList: true, subtree: true });
    document.addEventListener("formdata", ({ target, formData }) => {
      for (const field of target.elements) {
        if (field.dataset.kind && formData.has(field.name)) formData.set(field.name, sentOf(field));
      }
    });
  }

  const forget = (form) => {
    for (const field of form?.elements ?? []) field.setCustomValidity?.("");
  };

  // The bubble comes in the language of the browser, which need not be the reader's.
  document.addEventListener(
    "invalid",
    ({ target }) => {
      if (!target.validity.customError) target.setCustomValidity(sentenceOf(target));
    },
    true,
  );
  document.addEventListener("input", ({ target }) => forget(target.form));
  document.addEventListener("change", ({ target }) => forget(target.form));
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button") : null;
    if (!button?.form || button.type !== "submit") return;
    forget(button.form);
    // A button may need a field that the others of its form do not.
    const needed = button.dataset.needs && button.form.elements.namedItem(button.dataset.needs);
    if (needed && !needed.value.trim()) needed.setCustomValidity(button.dataset.needsWords);
  });

  // What was refused stands somewhere down the page: without this nothing seems to have happened.
  function showRefusal() {
    const said = document.querySelector(".n-main .n-field-error, .n-main [role=alert]:not([hidden])");
    if (!said) return;
    const box = said.getBoundingClientRect();
    if (box.top < 0 || box.bottom > window.innerHeight - 120) said.scrollIntoView({ block: "center" });
    const form = said.closest("form");
    form?.querySelector("[aria-invalid=true]")?.focus({ preventScroll: true });
  }

  function lookAt(field) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "n-show";
    button.textContent = "Xem mật khẩu";
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const isShown = field.type === "password";
      field.type = isShown ? "text" : "password";
      button.textContent = isShown ? "Che mật khẩu" : "Xem mật khẩu";
      button.setAttribute("aria-pressed", String(isShown));
    });
    // The browser offers to keep a password, never a text.
    field.form?.addEventListener("submit", () => (field.type = "password"));
    field.after(button);
  }

  for (const field of document.querySelectorAll("input[type=password]")) lookAt(field);
  showRefusal();
  // Letters that come late, or larger ones, push it out of sight again.
  window.addEventListener("load", () => void document.fonts.ready.then(showRefusal));
})();
