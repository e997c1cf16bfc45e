// Warn before leaving a page whose form (data-unsaved) has been changed and not sent.

const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && form.hasAttribute("data-unsaved")) changed.add(form);
});

document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) changed.clear();
});

window.addEventListener("beforeunload", (event) => {
  if (changed.size === 0) return;
  event.preventDefault();
  event.returnValue = "";
});
