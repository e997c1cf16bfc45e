// Runs before the first paint so that a collapsed menu does not jump. Not a module on purpose.
(function () {
  try {
    if (localStorage.getItem("menu") === "small") document.documentElement.dataset.menu = "small";
  } catch (refused) {
    // Storage is switched off: the menu starts open.
  }
})();
