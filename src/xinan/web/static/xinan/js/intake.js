// The drop zone: a file field that also takes what is dropped on it, and says what was chosen.
const form = document.querySelector("form[data-upload]");

function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

if (form) {
  const zone = form.querySelector("[data-drop]");
  const field = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-chosen]");

  const show = () => {
    list.replaceChildren(...Array.from(field.files, (file) => {
      const line = document.createElement("li");
      for (const text of [file.name, size(file.size)]) {
        const part = document.createElement("span");
        part.textContent = text;
        line.append(part);
      }
      return line;
    }));
  };
  field.addEventListener("change", show);

  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("is-over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    zone.addEventListener(name, () => zone.classList.remove("is-over"));
  }
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer?.files.length) return;
    field.files = event.dataTransfer.files;
    show();
  });
  form.addEventListener("submit", () => {
    const button = form.querySelector("[data-busy]");
    button.disabled = true;
    button.textContent = button.dataset.busy;
  });
}
