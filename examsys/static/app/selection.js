// Choosing rows: inside [data-selection], [data-select-all] ticks every [data-select-row];
// [data-selected-count] shows how many, [data-bulk] appears when there is at least one.
// Shift-click ticks a range.

function refresh(area) {
  const boxes = Array.from(area.querySelectorAll("[data-select-row]"));
  const chosen = boxes.filter((box) => box.checked);
  for (const box of boxes) {
    const row = box.closest("tr");
    if (row) row.classList.toggle("is-chosen", box.checked);
  }
  for (const all of area.querySelectorAll("[data-select-all]")) {
    all.checked = boxes.length > 0 && chosen.length === boxes.length;
    all.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
  }
  for (const words of area.querySelectorAll("[data-selected-count]")) words.textContent = String(chosen.length);
  for (const bulk of area.querySelectorAll("[data-bulk]")) bulk.hidden = chosen.length === 0;
}

function follow(area) {
  let last = -1;
  area.addEventListener("click", (event) => {
    const boxes = Array.from(area.querySelectorAll("[data-select-row]"));
    const here = boxes.indexOf(event.target);
    if (event.target.matches("[data-select-all]")) {
      for (const box of boxes) box.checked = event.target.checked;
    } else if (here < 0) {
      return;
    } else {
      if (event.shiftKey && last >= 0) {
        const [from, to] = [Math.min(last, here), Math.max(last, here)];
        for (const box of boxes.slice(from, to + 1)) box.checked = event.target.checked;
      }
      last = here;
    }
    refresh(area);
  });
  refresh(area);
}

document.querySelectorAll("[data-selection]").forEach(follow);
