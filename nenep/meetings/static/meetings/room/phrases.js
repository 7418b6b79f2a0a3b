// A tap on a ready phrase puts it into its text area where the cursor is.

const BLANK = "…";

function put(field, phrase) {
  const { selectionStart: from, selectionEnd: until, value } = field;
  const before = value.slice(0, from);
  const words = (before && !before.endsWith("\n") ? "\n" : "") + phrase;
  field.setRangeText(words, from, until, "end");
  // The first blank is chosen, so that what is typed or spoken next takes its place.
  const blank = field.value.indexOf(BLANK, from);
  if (blank >= 0 && blank < from + words.length) field.setSelectionRange(blank, blank + 1);
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-phrase]") : null;
  const field = button && document.getElementById(button.dataset.phrase);
  if (field) put(field, button.textContent.trim());
});
