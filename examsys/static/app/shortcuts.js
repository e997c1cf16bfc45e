// "/" puts the cursor into the search box; Ctrl+S sends the form that is being written.

const WRITING = "input, textarea, select, [contenteditable]";

function search(event) {
  const box = document.querySelector("[data-search]") || document.querySelector(".filters input");
  if (!box || event.target.matches(WRITING)) return;
  event.preventDefault();
  box.focus();
  box.select();
}

function save(event) {
  const inside = document.activeElement ? document.activeElement.closest("form[data-unsaved]") : null;
  const form = inside || document.querySelector("form[data-unsaved]");
  if (!form || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  const button = form.querySelector("button[data-save]") || form.querySelector("button:not([type=button])");
  form.requestSubmit(button || undefined);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.altKey && !event.metaKey) search(event);
  if (event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey)) save(event);
});
