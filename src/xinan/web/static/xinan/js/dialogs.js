// Native dialogs: one for parts fetched by htmx, one for questions, one for help. The browser keeps the focus inside.
function ask(text) {
  const dialog = document.getElementById("confirm");
  dialog.querySelector("#confirm-text").textContent = text;
  dialog.showModal();
  return new Promise((resolve) => {
    const answer = (event) => {
      const button = event.target.closest("[data-answer]");
      if (button) dialog.close(button.dataset.answer);
    };
    dialog.addEventListener("click", answer);
    dialog.addEventListener("close", () => {
      dialog.removeEventListener("click", answer);
      resolve(dialog.returnValue === "yes");
      dialog.returnValue = "";
    }, { once: true });
  });
}

export function startDialogs() {
  // hx-confirm="…" asks in the page's own dialog.
  document.addEventListener("htmx:confirm", (event) => {
    const { ctx, issueRequest, dropRequest } = event.detail;
    if (!ctx?.confirm) return;
    event.preventDefault();
    ask(ctx.confirm).then((yes) => (yes ? issueRequest() : dropRequest()));
  });
  document.addEventListener("htmx:after:swap", (event) => {
    const source = event.detail?.ctx?.sourceElement;
    const dialog = document.getElementById("dialog");
    if (source?.matches?.("[data-opens-dialog]") && !dialog.open) {
      dialog.showModal();
      dialog.querySelector("[autofocus], textarea, input, select")?.focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-help]")) document.getElementById("help").showModal();
    if (event.target.closest?.("[data-close]")) event.target.closest("dialog")?.close();
    // A click on the backdrop is a click on the dialog itself.
    if (event.target.matches?.("dialog[open]")) event.target.close();
  });
  document.addEventListener("xinan:close-dialog", () => document.getElementById("dialog").close());
}
