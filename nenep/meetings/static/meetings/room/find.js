// A long roll: what is typed hides the names that do not have it, and opens the cells that do.

const plain = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d").trim();

function find() {
  const field = document.getElementById("find-name");
  if (!field) return;
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  for (const unit of document.querySelectorAll("#step details[data-unit]")) {
    let shown = 0;
    for (const row of unit.querySelectorAll("[data-name]")) {
      const name = plain(row.dataset.name);
      const isFound = words.every((word) => name.includes(word));
      if (row.hidden === isFound) row.hidden = !isFound;
      if (isFound) shown += 1;
    }
    if (unit.hidden === shown > 0) unit.hidden = !shown;
    if (words.length > 0 && shown > 0 && !unit.open) unit.open = true;
  }
}

document.addEventListener("input", (event) => {
  if (event.target.id === "find-name") find();
});

// The step is drawn anew after each command, with everybody in it.
const room = document.getElementById("r-room");
if (room) {
  new MutationObserver(find).observe(room, {
    subtree: true,
    childList: true,
    attributeFilter: ["hidden"],
  });
}
