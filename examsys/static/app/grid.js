// A table of inputs ([data-grid]) that behaves like a spreadsheet.
//   Enter / arrows move within a column or row; Ctrl+S sends the form (shortcuts.js);
//   pasting a column or a block from a spreadsheet fills down from the cell in hand;
//   cells are <input inputmode="decimal"> without a type (numbers have no caret to ask for);
//   an input with data-max marks a value that is not a number from 0 to that maximum,
//   unless it is one of the words in data-words.
// [data-grid-left] inside the same form shows how many cells are still empty.

function rows(table) {
  return Array.from(table.tBodies[0].rows)
    .map((row) => Array.from(row.querySelectorAll("input:not([type=hidden]):not([type=checkbox])")))
    .filter((cells) => cells.length > 0);
}

function place(grid, input) {
  for (let y = 0; y < grid.length; y += 1) {
    const x = grid[y].indexOf(input);
    if (x >= 0) return { x, y };
  }
  return null;
}

function go(grid, y, x) {
  const cell = grid[y] && grid[y][x];
  if (!cell) return false;
  cell.focus();
  cell.select();
  return true;
}

function tidy(text) {
  const half = text.replace(/[０-９．－]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
  return half.replace(/。/g, ".").trim();
}

function complaint(input) {
  const text = input.value.trim();
  if (text === "" || !input.dataset.max) return "";
  if ((input.dataset.words || "").split(" ").includes(text)) return "";
  if (!/^\d+(\.\d+)?$/.test(text)) return "请填写数字";
  return Number(text) > Number(input.dataset.max) ? `不能超过 ${input.dataset.max} 分` : "";
}

function judge(input) {
  const words = complaint(input);
  if (words) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  input.title = words;
}

function count(table) {
  const left = (table.closest("form") || document).querySelector("[data-grid-left]");
  if (!left) return;
  const cells = [].concat(...rows(table));
  left.textContent = String(cells.filter((cell) => cell.value.trim() === "").length);
}

function paste(table, event) {
  const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
  if (!/[\t\n]/.test(text.trim())) return;
  const grid = rows(table);
  const start = place(grid, event.target);
  if (!start) return;
  event.preventDefault();
  const block = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
  block.forEach((line, down) => {
    line.forEach((value, right) => {
      const cell = grid[start.y + down] && grid[start.y + down][start.x + right];
      if (!cell || cell.readOnly || cell.disabled) return;
      cell.value = tidy(value);
      cell.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
  go(grid, Math.min(start.y + block.length, grid.length - 1), start.x);
}

function caret(input) {
  const { selectionStart: from, selectionEnd: to } = input;
  const whole = from === 0 && to === input.value.length;
  return { atStart: whole || to === 0, atEnd: whole || from === input.value.length };
}

function move(table, event) {
  const grid = rows(table);
  const at = place(grid, event.target);
  if (!at || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const { atStart, atEnd } = caret(event.target);
  const steps = {
    Enter: () => go(grid, at.y + (event.shiftKey ? -1 : 1), at.x) || go(grid, 0, at.x + 1),
    ArrowDown: () => go(grid, at.y + 1, at.x),
    ArrowUp: () => go(grid, at.y - 1, at.x),
    ArrowLeft: () => atStart && go(grid, at.y, at.x - 1),
    ArrowRight: () => atEnd && go(grid, at.y, at.x + 1),
  };
  const step = steps[event.key];
  if (step && (step() || event.key === "Enter")) event.preventDefault();
}

function follow(table) {
  table.addEventListener("keydown", (event) => move(table, event));
  table.addEventListener("paste", (event) => paste(table, event));
  table.addEventListener("input", (event) => {
    judge(event.target);
    count(table);
  });
  table.addEventListener("focusin", (event) => event.target.select && event.target.select());
  [].concat(...rows(table)).forEach(judge);
  count(table);
}

document.querySelectorAll("table[data-grid]").forEach(follow);
