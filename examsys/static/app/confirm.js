// Ask before an irreversible act. On a form or its button:
//   data-confirm="sentence"        what will happen, naming the thing and the count
//   data-confirm-type="text"       must be typed before the act is possible
// Also stops the same form from being sent twice in quick succession.

const agreed = new WeakSet();
const HOLD = 3000;

function make(tag, attributes, words) {
  const node = document.createElement(tag);
  for (const name of Object.keys(attributes)) node.setAttribute(name, attributes[name]);
  if (words) node.textContent = words;
  return node;
}

function typedField(dialog, wanted, go) {
  const label = make("label", { class: "field-label", for: "ask-typed" }, `请输入“${wanted}”以确认`);
  const input = make("input", { class: "form-control", id: "ask-typed", autocomplete: "off" });
  go.disabled = true;
  input.addEventListener("input", () => {
    go.disabled = input.value.trim() !== wanted;
  });
  dialog.append(label, input);
}

function ask(sentence, wanted, verb, act) {
  const dialog = make("dialog", { class: "ask", "aria-labelledby": "ask-title" });
  const go = make("button", { class: "btn btn-primary", type: "button" }, verb);
  const back = make("button", { class: "btn btn-outline-secondary", type: "button" }, "取消");
  const buttons = make("div", { class: "ask-buttons" });
  dialog.append(make("p", { id: "ask-title" }, sentence));
  if (wanted) typedField(dialog, wanted, go);
  buttons.append(back, go);
  dialog.append(buttons);
  back.addEventListener("click", () => dialog.close());
  go.addEventListener("click", () => {
    dialog.close();
    act();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function asked(form, button) {
  const holder = button && button.dataset.confirm ? button : form;
  return { sentence: holder.dataset.confirm, wanted: holder.dataset.confirmType || "" };
}

function send(form, button) {
  agreed.add(form);
  if (form.requestSubmit) form.requestSubmit(button || undefined);
  else form.submit();
}

function hold(form, event) {
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, HOLD);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter || null;
  const { sentence, wanted } = asked(form, button);
  if (sentence && !agreed.delete(form)) {
    event.preventDefault();
    event.stopPropagation();
    if (typeof HTMLDialogElement === "function") {
      ask(sentence, wanted, button ? button.textContent.trim() : "确定", () => send(form, button));
    } else if (!wanted && window.confirm(sentence)) {
      send(form, button);
    }
    return;
  }
  if (form.method === "post") hold(form, event);
}, true);
