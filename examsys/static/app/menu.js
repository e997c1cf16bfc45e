// Left menu: collapse to icons and remember it. Drop-downs (<details class="drop">): close politely.

const root = document.documentElement;
const toggle = document.querySelector("[data-menu-toggle]");

function remember(value) {
  try {
    localStorage.setItem("menu", value);
  } catch (refused) {
    // Storage is switched off: the choice lasts for this page only.
  }
}

function show() {
  toggle.setAttribute("aria-expanded", String(root.dataset.menu !== "small"));
}

if (toggle) {
  show();
  toggle.addEventListener("click", () => {
    const small = root.dataset.menu !== "small";
    if (small) root.dataset.menu = "small";
    else delete root.dataset.menu;
    remember(small ? "small" : "open");
    show();
  });
}

function closeDrops(except) {
  for (const drop of document.querySelectorAll("details.drop[open]")) {
    if (drop !== except) drop.open = false;
  }
}

document.addEventListener("click", (event) => closeDrops(event.target.closest("details.drop")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const drop = event.target.closest("details.drop[open]");
  closeDrops(null);
  if (drop) drop.querySelector("summary").focus();
});
