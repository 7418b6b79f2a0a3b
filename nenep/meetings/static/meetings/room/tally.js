// A vote by name counts itself while somebody taps.

const WORDS = { in_favour: "tán thành", against: "không tán thành", abstained: "không có ý kiến" };

function count(form) {
  const chosen = [...form.querySelectorAll("input[type=radio]:checked")].map(({ value }) => value);
  form.elements.namedItem("tally").value = Object.entries(WORDS)
    .map(([value, words]) => `${words} ${chosen.filter((one) => one === value).length}`)
    .join(", ");
}

const tallied = (event) =>
  event.target instanceof Element ? event.target.closest("form[data-tally]") : null;

document.addEventListener("change", (event) => {
  const form = tallied(event);
  if (form) count(form);
});

// The values are put back after the event.
document.addEventListener("reset", (event) => {
  const form = tallied(event);
  if (form) queueMicrotask(() => count(form));
});
